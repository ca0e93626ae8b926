(() => {
  if (window.miandaKeys) return;
  window.miandaKeys = true;
  const PATIENCE = 20000, HELD = 1000, STEP = 50;
  const SEARCH = ".st-key-search-text input", ASK = '[data-testid="stChatInputTextArea"]';
  const LINE = '[data-testid="stTextInput"] input';
  const HITS = "ol.hits .heading a";
  const isTyping = (element) =>
    element && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName) &&
      !/^(checkbox|radio|button|range)$/.test(element.type));
  // A page that is still being drawn may replace the box: it is focused until that lasts, or Escape.
  let sought = "";
  const focusBox = (box, until, since) => {
    if (sought !== box) return;
    const found = document.querySelector(box), now = performance.now();
    if (found && document.activeElement !== found) {
      if (isTyping(document.activeElement)) return;
      found.focus();
      found.select();
      since = now;
    }
    if (now < until && !(found && now - since > HELD)) setTimeout(focusBox, STEP, box, until, since);
  };
  const goTo = (box, page) => () => {
    if (!document.querySelector(box)) {
      const links = [...document.querySelectorAll('[data-testid="stSidebarNavLink"]')];
      const link = links.find((each) => new URL(each.href).pathname.endsWith(page));
      if (!link) return false;
      link.click();
    }
    if (isTyping(document.activeElement)) document.activeElement.blur();
    sought = box;
    focusBox(box, performance.now() + PATIENCE, Infinity);
    return true;
  };
  const search = goTo(SEARCH, "/search"), ask = goTo(ASK, "/");
  // In a narrow window the side bar, which holds the help, has to be opened first.
  const help = () => {
    const closed = document.querySelector('[data-testid="stExpandSidebarButton"]');
    if (closed) closed.click();
    setTimeout(() => {
      const button = document.querySelector(".st-key-app-help button");
      if (button) button.click();
    }, closed ? HELD : 0);
    return true;
  };
  // From the box down through the titles of the hits, and up again.
  const step = (key) => {
    const box = document.querySelector(SEARCH), titles = [...document.querySelectorAll(HITS)];
    const stops = box ? [box, ...titles] : [];
    const next = stops.indexOf(document.activeElement) + { ArrowDown: 1, ArrowUp: -1 }[key];
    if (!stops.includes(document.activeElement) || !stops[next]) return false;
    stops[next].focus();
    return true;
  };
  // A box of one line is emptied first, which the browser or Streamlit does.
  const leave = () => {
    sought = "";
    const box = document.activeElement;
    const isLeft = box && (box.tagName === "TEXTAREA" || (box.matches(LINE) && !box.value));
    if (isLeft) box.blur();
    return isLeft;
  };
  const chosen = (event) => {
    const key = event.key;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && key.toLowerCase() === "k") return search;
    if (event.ctrlKey || event.metaKey || event.altKey) return null;
    if (key === "ArrowDown" || key === "ArrowUp") return () => step(key);
    if (key === "Escape") return leave;
    return isTyping(document.activeElement) ? null : { "/": search, "?": help, a: ask }[key];
  };
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return;
    const act = chosen(event);
    if (act && act()) event.preventDefault();
  });
  const drawAnew = () => window.dispatchEvent(new PopStateEvent("popstate"));
  // Links in our own markup: the page is changed as by the side bar, not loaded anew.
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest(".stHtml a[href]");
    const isPlain = !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!link || !isPlain || event.defaultPrevented || link.origin !== location.origin) return;
    event.preventDefault();
    history.pushState({}, "", link.href);
    drawAnew();
  });
  // A server that was started anew has drawn nothing yet and hears no press: of those made until it
  // has, 8 of 8 were lost. The last one, of a button or of a key that is no text, is held until then.
  const app = document.querySelector('[data-testid="stApp"]');
  const THERE = "there", LOST = "lost", BACK = "back", DRAWING = "drawing";
  let state = THERE, held = null;
  const release = (since) => {
    if (state !== since) return;
    state = THERE;
    if (held) held();
    held = null;
  };
  const look = () => {
    const isRunning = app.dataset.testScriptState === "running";
    if (app.dataset.testConnectionState !== "CONNECTED") state = LOST;
    else if (state === LOST) {
      state = BACK;
      drawAnew();
      setTimeout(release, PATIENCE, BACK);
    } else if (state === BACK && isRunning) state = DRAWING;
    else if (!isRunning) release(DRAWING);
  };
  new MutationObserver(look).observe(app, {
    attributeFilter: ["data-test-connection-state", "data-test-script-state"],
  });
  const hold = (event, press) => {
    event.stopImmediatePropagation();
    held = press;
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("button");
    if (state === THERE || !button) return;
    event.preventDefault();
    hold(event, () => { if (button.isConnected) button.click(); });
  }, true);
  document.addEventListener("keydown", (event) => {
    const isCommand = event.ctrlKey || event.metaKey || event.altKey;
    const isShort = event.key.length === 1 || event.key === "Enter";
    if (state === THERE || !isShort || (isTyping(event.target) && !isCommand)) return;
    hold(event, () => event.target.dispatchEvent(event));
  }, true);
})();
