// Keeps what is being typed: Streamlit sends the text of a box only when the box is left. After a
// pause, now and then while somebody types on, when the page is left and when the server is back,
// the box is told that it was left and entered again; the cursor stays where it is.
(() => {
  if (window.miandaDraft) return;
  window.miandaDraft = true;
  const BOX = ".st-key-interview-box textarea", PAUSE = 500, LONGEST = 2000;
  let waiting = 0, since = 0, composing = false;
  const keep = () => {
    clearTimeout(waiting);
    waiting = 0;
    const box = document.querySelector(BOX);
    if (composing) waiting = setTimeout(keep, PAUSE);
    if (composing || !box || document.activeElement !== box) return;
    box.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
    box.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
  };
  document.addEventListener("compositionstart", () => { composing = true; });
  document.addEventListener("compositionend", () => { composing = false; });
  document.addEventListener("input", (event) => {
    const box = event.target;
    if (event.isComposing || !box.matches || !box.matches(BOX)) return;
    if (!waiting) since = performance.now();
    clearTimeout(waiting);
    waiting = setTimeout(keep, Math.max(0, Math.min(PAUSE, since + LONGEST - performance.now())));
  });
  const flush = () => { if (waiting) keep(); };
  window.addEventListener("beforeunload", flush);
  window.addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", flush);
  const app = document.querySelector('[data-testid="stApp"]');
  const state = "data-test-connection-state";
  if (app) {
    new MutationObserver(() => {
      if (app.getAttribute(state) === "CONNECTED") setTimeout(keep, PAUSE);
    }).observe(app, { attributes: true, attributeFilter: [state] });
  }
})();
