// @ts-check
// The file walker: looks through what was dropped, and reads it. It is a script, as it steps through
// iterators and callbacks of two kinds that `web-sys` has no comfortable way to.
"use strict";
{
  /**
   * A file and its path in what was dropped.
   * @typedef {{ path: string, file: File }} FoundFile
   *
   * A path that the browser does not let the page look into, and what it says.
   * @typedef {{ path: string, reason: string }} ClosedPath
   *
   * What was found since the last part, and whether there is more to find. Closed paths come last.
   * @typedef {{ files: FoundFile[], closed: ClosedPath[], hasMore: boolean }} WalkPart
   *
   * @typedef {{ next: () => Promise<WalkPart>, end: () => void }} FileWalk
   */

  /**
   * A kind of folder, with the ways to what is in it.
   * @template T
   * @typedef {{
   *   isFile: (one: T) => boolean,
   *   inside: (folder: T) => Promise<T[]>,
   *   file: (one: T) => Promise<File>,
   * }} Kind
   */

  /**
   * What is in a folder. A reader gives at most a hundred entries at a time, and an empty list at the
   * end.
   * @param {any} folder
   */
  const entriesOf = async (folder) => {
    const reader = folder.createReader();
    const all = [];
    for (;;) {
      const some = await new Promise((done, failed) => reader.readEntries(done, failed));
      if (some.length === 0) return all;
      all.push(...some);
    }
  };

  /** @param {any} folder */
  const handlesOf = async (folder) => {
    const all = [];
    for await (const handle of folder.values()) all.push(handle);
    return all;
  };

  // Entries are the way that all browsers have, and with Chromium's a file is read while others are
  // still being looked up; handles are the only way that it has for a page opened as a file.
  /** @type {Kind<any>} */
  const entry = {
    isFile: (entry) => entry.isFile,
    inside: entriesOf,
    file: (entry) => new Promise((done, failed) => entry.file(done, failed)),
  };
  /** @type {Kind<any>} */
  const handle = {
    isFile: (handle) => handle.kind === "file",
    inside: handlesOf,
    file: (handle) => handle.getFile(),
  };

  // By the empty file that stands for it: how to look up a file that is only of use if data names it.
  /** @type {WeakMap<File, () => Promise<File>>} */
  const lookups = new WeakMap();

  /**
   * Stands for a file that is not looked up yet.
   * @param {() => Promise<File>} lookUp
   */
  const deferred = (lookUp) => {
    const file = new File([], "");
    lookups.set(file, lookUp);
    return file;
  };

  /**
   * The files that these stand for; a file that cannot be looked up still stands for itself.
   * @param {File[]} files
   * @returns {Promise<File[]>}
   */
  const lookUpFiles = (files) =>
    Promise.all(files.map((file) => lookups.get(file)?.().catch(() => file) ?? file));

  // Files found within so many milliseconds are told of together.
  const PART_MS = 50;

  /** @param {unknown} error */
  const reasonOf = (error) => (error instanceof Error ? error.message : "");

  /**
   * Looks through a drop.
   * @param {{ files: FoundFile[], folders: { folder: any, isHandle: boolean }[] }} drop what
   *   `drop_target.js` took hold of
   * @param {string} pattern finds something in the name of every file that is of use whatever data
   *   names
   * @param {string[]} skipped the names of folders that are not looked into
   * @returns {FileWalk}
   */
  const walkDrop = (drop, pattern, skipped) => {
    const useful = new RegExp(pattern, "i");
    const files = [...drop.files];
    /** @type {ClosedPath[]} */
    const closed = [];
    let isOver = false;

    /**
     * Walks through all that is in a folder at once, since each thing takes its time on the way
     * through the browser.
     * @param {string} path
     * @param {any} one
     * @param {Kind<any>} kind
     */
    const walk = async (path, one, kind) => {
      if (isOver) return;
      try {
        if (kind.isFile(one)) {
          const lookUp = () => kind.file(one);
          files.push({ path, file: useful.test(one.name) ? await lookUp() : deferred(lookUp) });
        } else if (!skipped.includes(one.name)) {
          const inside = await kind.inside(one);
          await Promise.all(inside.map((inner) => walk(path + "/" + inner.name, inner, kind)));
        }
      } catch (error) {
        closed.push({ path, reason: reasonOf(error) });
      }
    };

    const walked = (async () => {
      for (const { folder, isHandle } of drop.folders) {
        try {
          const one = await folder;
          await walk(one.name, one, isHandle ? handle : entry);
        } catch (error) {
          closed.push({ path: "A folder", reason: reasonOf(error) });
        }
      }
      isOver = true;
    })();

    return {
      next: async () => {
        await Promise.race([walked, new Promise((done) => setTimeout(done, PART_MS))]);
        closed.sort((one, other) => (one.path < other.path ? -1 : 1));
        return { files: files.splice(0), closed: isOver ? closed : [], hasMore: !isOver };
      },
      end: () => {
        isOver = true;
      },
    };
  };

  /**
   * Reads files together, or one by one where that fails: all but one may well be there. Gives back
   * the bytes of each, or why there are none.
   * @param {File[]} files
   * @returns {Promise<(ArrayBuffer | string)[]>}
   */
  const readFiles = async (files) => {
    if (files.length > 1) {
      try {
        const all = await new Blob(files).arrayBuffer();
        let end = 0;
        const read = files.map((file) => all.slice(end, (end += file.size)));
        if (end === all.byteLength) return read;
      } catch {
        // One of them cannot be read; which one, the next loop finds.
      }
    }
    const read = [];
    for (const file of files) {
      read.push(await file.arrayBuffer().catch(reasonOf));
    }
    return read;
  };

  Object.assign(globalThis, { covdropFileWalker: { walkDrop, lookUpFiles, readFiles } });
}
