// @ts-check
// The file walker: searches dropped folders, and reads files. It is a script, since `web-sys` makes its
// two kinds of iterators and callbacks awkward.
"use strict";
{
  /**
   * A file and its path in the drop.
   * @typedef {{ path: string, file: File }} FoundFile
   *
   * A path that the browser cannot open, and its error.
   * @typedef {{ path: string, reason: string }} ClosedPath
   *
   * The files found since the last part, and whether more may follow. Closed paths come last.
   * @typedef {{ files: FoundFile[], closed: ClosedPath[], hasMore: boolean }} WalkPart
   *
   * @typedef {{ next: () => Promise<WalkPart>, end: () => void }} FileWalk
   */

  /**
   * A kind of entry, with the functions that read it.
   * @template T
   * @typedef {{
   *   isFile: (one: T) => boolean,
   *   inside: (folder: T) => Promise<T[]>,
   *   file: (one: T) => Promise<File>,
   * }} Kind
   */

  /**
   * Returns the entries of a folder. A reader gives at most a hundred entries at a time, and an empty
   * list at the end.
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

  // All browsers have entries, and Chromium can read their files while others are still being looked
  // up. In a page opened as a file, only handles work in Chromium.
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

  // The functions that look up files, by their placeholders: empty files in place of files that Covdrop
  // uses only if data names them.
  /** @type {WeakMap<File, () => Promise<File>>} */
  const lookups = new WeakMap();

  /**
   * Creates a placeholder for a file.
   * @param {() => Promise<File>} lookUp
   */
  const deferred = (lookUp) => {
    const file = new File([], "");
    lookups.set(file, lookUp);
    return file;
  };

  /**
   * Looks up the files of placeholders. A placeholder whose file cannot be looked up stays.
   * @param {File[]} files
   * @returns {Promise<File[]>}
   */
  const lookUpFiles = (files) =>
    Promise.all(files.map((file) => lookups.get(file)?.().catch(() => file) ?? file));

  // The time in which found files make one part, in milliseconds.
  const PART_MS = 50;

  /** @param {unknown} error */
  const reasonOf = (error) => (error instanceof Error ? error.message : "");

  /**
   * Searches a drop.
   * @param {{ files: FoundFile[], folders: { folder: any, isHandle: boolean }[] }} drop the
   *   drop, as `drop_target.js` opened it
   * @param {string} pattern matches the names of files to look up at once; others get placeholders
   * @param {string[]} skipped the names of folders to skip
   * @returns {FileWalk}
   */
  const walkDrop = (drop, pattern, skipped) => {
    const useful = new RegExp(pattern, "i");
    const files = [...drop.files];
    /** @type {ClosedPath[]} */
    const closed = [];
    let isOver = false;

    /**
     * Walks through all entries of a folder concurrently, since the browser takes long for each.
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
   * Reads files together, or one by one if that fails, since the others may still be readable.
   * Returns the bytes of each, or the error.
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
        // One of them cannot be read; the next loop finds which.
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
