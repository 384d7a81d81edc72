// @ts-check
// The drop target: takes hold of what is dropped on the page, from the first moment. Until the page's
// program asks for it, it is held; a browser would open it instead.
"use strict";
{
  /**
   * Files, and folders that are not looked into yet: entries, or promises of handles.
   * @typedef {{
   *   files: { path: string, file: File }[],
   *   folders: { folder: any, isHandle: boolean }[],
   * }} Drop
   */

  /** @param {File} file */
  const found = (file) => ({ path: file.webkitRelativePath || file.name, file });

  /**
   * Takes hold of everything in a drop at once: the browser forgets it when its event ends.
   * @param {DataTransfer} transfer
   * @returns {Drop}
   */
  const open = (transfer) => {
    /** @type {Drop} */
    const drop = { files: [], folders: [] };
    for (const item of transfer.items) {
      const entry = item.webkitGetAsEntry?.();
      if (entry?.isDirectory) {
        // Handles are the only way that Chromium has for a page opened as a file.
        // @ts-ignore: only Chromium has them
        const handle = location.protocol === "file:" && item.getAsFileSystemHandle?.();
        drop.folders.push({ folder: handle || entry, isHandle: Boolean(handle) });
      } else {
        const file = item.getAsFile();
        if (file) drop.files.push(found(file));
      }
    }
    return drop;
  };

  /** @type {Drop[]} */
  const held = [];
  /** @type {(drop: Drop) => void} */
  let take = (drop) => {
    held.push(drop);
  };

  // Only where this is prevented can anything be dropped.
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer) take(open(event.dataTransfer));
  });
  // What is picked in the static first screen; the program has inputs of its own.
  addEventListener("change", (event) => {
    const input = event.target;
    if (input instanceof HTMLInputElement && input.closest("#shell")) {
      take({ files: [...(input.files ?? [])].map(found), folders: [] });
    }
  });

  /**
   * Gives each drop to `callback`: those that are held, and from now on every other one.
   * @param {(drop: Drop) => void} callback
   */
  const forEachDrop = (callback) => {
    take = callback;
    held.splice(0).forEach(callback);
  };

  Object.assign(globalThis, { covdropDropTarget: { open, forEachDrop } });
}
