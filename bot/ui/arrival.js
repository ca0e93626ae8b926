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
  // Again when charts and fonts have found their height.
  for (const wait of [0, 150, 500]) setTimeout(show, wait);
  setTimeout(() => { region.textContent = news.dataset.say; }, 150);
})();
