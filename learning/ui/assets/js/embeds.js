// A card of another service: its frame is made when somebody asks for it, never before.

function load(card, offer) {
  const frame = document.createElement("iframe");
  frame.className = "app-embed__frame";
  frame.title = card.getAttribute("aria-label");
  frame.allow = "fullscreen; picture-in-picture; encrypted-media";
  frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-presentation allow-popups");
  // Some services show nothing where they are not told by which site they are shown.
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  frame.src = card.dataset.embed;
  offer.replaceWith(frame);
  frame.focus();
}

export function offerEmbeds() {
  for (const card of document.querySelectorAll("[data-embed]")) {
    const offer = card.querySelector("[data-embed-offer]");
    offer.hidden = false;
    offer.querySelector("button").addEventListener("click", () => load(card, offer));
  }
}
