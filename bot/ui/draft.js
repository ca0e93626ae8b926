// Keeps what is being typed: Streamlit sends the text of a box only when the box is left. After a
// pause the box is told that it was left and entered again; the cursor stays where it is.
(() => {
  if (window.miandaDraft) return;
  window.miandaDraft = true;
  const PAUSE = 900;
  let waiting = 0;
  const keep = (box) => {
    if (!box.isConnected || document.activeElement !== box) return;
    box.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
    box.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
  };
  document.addEventListener("input", (event) => {
    const box = event.target;
    if (event.isComposing || !box.matches || !box.matches(".st-key-interview-box textarea")) return;
    clearTimeout(waiting);
    waiting = setTimeout(keep, PAUSE, box);
  });
})();
