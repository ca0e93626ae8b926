(() => {
  const news = document.getElementById("arrival");
  if (!news) return;
  let region = document.getElementById("live-region");
  if (!region) {
    region = document.createElement("div");
    region.id = "live-region";
    region.className = "visually-hidden";
    region.setAttribute("role", "status");
    region.setAttribute("aria-live", "polite");
    document.body.appendChild(region);
  }
  const show = () => {
    const element = document.getElementById(news.dataset.element);
    const target = element && (element.closest('[data-testid="stChatMessage"]') || element);
    if (target) target.scrollIntoView({ block: "start", behavior: "instant" });
  };
  // Later than the page's own jump to the end of the conversation.
  for (const wait of [0, 120, 350]) setTimeout(show, wait);
  setTimeout(() => { region.textContent = news.dataset.say; }, 150);
})();
