// What a browser does not do by itself with a page that is drawn anew again and again.
"use strict";
{
  let here;

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
  };
  new MutationObserver(look).observe(document, {
    subtree: true,
    childList: true,
    attributeFilter: ["data-value", "aria-current"],
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
