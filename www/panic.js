// Opens a dialog if the page's program has ended by a panic, a trap or a stack overflow, or could not
// start. The dialog is part of index.html, since a program that has ended cannot draw one.
"use strict";
{
  const dialog = document.getElementById("panic");
  const details = dialog.querySelector("pre");
  const [copy, reload] = dialog.querySelectorAll("button");
  let isShown = false;

  /**
   * Shows the error that ended the program. Ignores later errors, which follow from the first.
   * @param {string} message
   * @param {string} [stack]
   */
  globalThis.covdropPanicked = (message, stack = new Error().stack) => {
    if (isShown) return;
    isShown = true;
    details.textContent = [message, stack, navigator.userAgent].join("\n\n");
    dialog.showModal();
  };

  // The program can go on after other errors. Firefox has a type of its own for a stack overflow.
  const isFatal = (error) =>
    error instanceof WebAssembly.RuntimeError ||
    error instanceof RangeError ||
    error?.name === "InternalError";
  const check = (error) => {
    if (isFatal(error)) covdropPanicked(String(error), error.stack);
  };
  addEventListener("error", (event) => check(event.error));
  addEventListener("unhandledrejection", (event) => check(event.reason));

  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(details.textContent);
      copy.textContent = "Copied";
    } catch {
      // A page that was loaded without encryption has no clipboard.
      getSelection().selectAllChildren(details);
      copy.textContent = "Press Ctrl+C to copy";
    }
  });
  reload.addEventListener("click", () => location.reload());
}
