// What a browser does not do by itself with a page that is drawn anew again and again.
"use strict";
{
  let here;

  // Lights up what is looked for, in the lines that the page marks: the words may lie across pieces of
  // several colours. As in the page, case is minded where they have upper case, of ASCII alone.
  const light = () => {
    const words = document.querySelector(".source") && document.querySelector("[data-search]").value;
    const plain = (text) =>
      /[A-Z]/.test(words) ? text : text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
    const found = new Highlight();
    for (const line of words ? document.querySelectorAll(".hit code") : []) {
      const text = plain(line.textContent);
      const pieces = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      let piece = pieces.nextNode();
      let start = 0;
      // The piece that a place lies in, and where in it; each place comes after the one before.
      const find = (place) => {
        for (; place - start > piece.length; piece = pieces.nextNode()) start += piece.length;
        return [piece, place - start];
      };
      for (let at = 0; (at = text.indexOf(words, at)) >= 0; at += words.length) {
        const range = new Range();
        range.setStart(...find(at));
        range.setEnd(...find(at + words.length));
        found.add(range);
      }
    }
    CSS.highlights.set("found", found);
  };

  // Puts what should stand there into fields that are new or whose content changed, and into no
  // other: somebody may be writing there. Brings the tab of a new view into sight.
  const look = () => {
    for (const field of document.querySelectorAll("[data-value]")) {
      const { value } = field.dataset;
      if (field.was !== value) field.was = field.value = value;
    }
    const tab = document.querySelector(".tabs [aria-current]");
    if (tab && tab !== here) tab.parentNode.scrollLeft = tab.offsetLeft - 80;
    here = tab;
    if (CSS.highlights) light();
  };
  new MutationObserver(look).observe(document, {
    subtree: true,
    childList: true,
    attributeFilter: ["data-value", "aria-current", "class"],
  });

  // What was written counts now, and is no longer kept: the page has it next, or something else.
  addEventListener("change", ({ target }) => (target.was = target.value), true);

  // A menu closes once something in it was chosen, and when somebody turns elsewhere.
  addEventListener("click", ({ target }) => {
    for (const menu of document.querySelectorAll(".menu[open]")) {
      if (!menu.contains(target) || target.closest("button")) menu.open = false;
    }
  });
  addEventListener("keydown", (event) => {
    const menu = document.querySelector(".menu[open]");
    if (!menu || event.key !== "Escape") return;
    menu.open = false;
    menu.firstChild.focus();
    event.stopImmediatePropagation();
  });
}
