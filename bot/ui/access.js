// What Streamlit draws without a name, or out of reach of Tab where it has to be scrolled.
(() => {
  if (window.miandaAccess) return;
  window.miandaAccess = true;
  let waiting = false;
  const mend = () => {
    waiting = false;
    for (const toast of document.querySelectorAll('[data-testid="stToast"]:not([aria-label])')) {
      const told = toast.querySelector('[data-testid="stMarkdownContainer"]') || toast;
      toast.setAttribute("aria-label", told.textContent);
    }
    for (const formula of document.querySelectorAll(".katex-display:not([tabindex])")) {
      if (formula.scrollWidth > formula.clientWidth) formula.tabIndex = 0;
    }
  };
  new MutationObserver(() => {
    if (!waiting) requestAnimationFrame(mend);
    waiting = true;
  }).observe(document.body, { childList: true, subtree: true });
})();
