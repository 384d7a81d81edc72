// @ts-check
// The drop target: accepts drops from the first moment, and holds them until the page's program asks
// for them. Without it, a browser would open dropped files.
"use strict";
{
  /**
   * Files, and folders that nobody has searched yet: entries, or promises of handles.
   * @typedef {{
   *   files: { path: string, file: File }[],
   *   folders: { folder: any, isHandle: boolean }[],
   * }} Drop
   */

  /** @param {File} file */
  const found = (file) => ({ path: file.webkitRelativePath || file.name, file });

  /**
   * Opens all files and folders of a drop at once: the browser forgets them when the event ends.
   * @param {DataTransfer} transfer
   * @returns {Drop}
   */
  const open = (transfer) => {
    /** @type {Drop} */
    const drop = { files: [], folders: [] };
    for (const item of transfer.items) {
      const entry = item.webkitGetAsEntry?.();
      if (entry?.isDirectory) {
        // In a page opened as a file, only handles work in Chromium.
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

  // A browser accepts drops only if the page prevents its default behaviour here.
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer) take(open(event.dataTransfer));
  });
  // Files picked in the static first screen; the program has inputs of its own.
  addEventListener("change", (event) => {
    const input = event.target;
    if (input instanceof HTMLInputElement && input.closest("#shell")) {
      take({ files: [...(input.files ?? [])].map(found), folders: [] });
    }
  });

  /**
   * Calls `callback` with each drop: first with the held ones, then with each new one.
   * @param {(drop: Drop) => void} callback
   */
  const forEachDrop = (callback) => {
    take = callback;
    held.splice(0).forEach(callback);
  };

  Object.assign(globalThis, { covdropDropTarget: { open, forEachDrop } });
}
