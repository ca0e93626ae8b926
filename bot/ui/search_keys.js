(() => {
  if (window.miandaKeys) return;
  window.miandaKeys = true;
  const PATIENCE = 5000, STEP = 50;
  const box = () => document.querySelector(".st-key-search-text input");
  const isTyping = (element) =>
    element && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName) &&
      !/^(checkbox|radio|button|range)$/.test(element.type));
  const focusBox = (until) => {
    const found = box();
    if (found) { found.focus(); found.select(); }
    else if (performance.now() < until) setTimeout(focusBox, STEP, until);
  };
  const search = () => {
    if (!box()) {
      const link = document.querySelector('[data-testid="stSidebarNavLink"][href*="/search"]');
      if (!link) return false;
      link.click();
    }
    focusBox(performance.now() + PATIENCE);
    return true;
  };
  const help = () => {
    const button = document.querySelector(".st-key-app-help button");
    if (button) button.click();
    return Boolean(button);
  };
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey ||
        event.altKey || isTyping(document.activeElement)) return;
    const act = { "/": search, "?": help }[event.key];
    if (act && act()) event.preventDefault();
  });
})();
