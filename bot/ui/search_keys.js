(() => {
  if (window.miandaKeys) return;
  window.miandaKeys = true;
  const PATIENCE = 20000, HELD = 1000, STEP = 50;
  const box = () => document.querySelector(".st-key-search-text input");
  const isTyping = (element) =>
    element && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName) &&
      !/^(checkbox|radio|button|range)$/.test(element.type));
  // A page that is still being drawn may replace the box: it is focused until that lasts.
  const focusBox = (until, since) => {
    const found = box(), now = performance.now();
    if (found && document.activeElement !== found) {
      if (isTyping(document.activeElement)) return;
      found.focus();
      found.select();
      since = now;
    }
    if (now < until && !(found && now - since > HELD)) setTimeout(focusBox, STEP, until, since);
  };
  const search = () => {
    if (!box()) {
      const link = document.querySelector('[data-testid="stSidebarNavLink"][href*="/search"]');
      if (!link) return false;
      link.click();
    }
    focusBox(performance.now() + PATIENCE, Infinity);
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
