// Walks through what was dropped, and reads it. This is a script and no part of the page's program,
// since there it takes eight times as much, and people wait for that program.
"use strict";
{
  // A reader gives at most a hundred entries at a time, and an empty list at the end.
  const entriesOf = async (folder) => {
    const reader = folder.createReader();
    const all = [];
    for (;;) {
      const some = await new Promise((done, failed) => reader.readEntries(done, failed));
      if (some.length === 0) return all;
      all.push(...some);
    }
  };

  const handlesOf = async (folder) => {
    const all = [];
    const values = folder.values();
    for (let next = await values.next(); !next.done; next = await values.next()) {
      all.push(next.value);
    }
    return all;
  };

  // The two kinds of folder, each with the ways to what is in it. Entries are the way that all
  // browsers have, and with Chromium's a file is read while others are still being looked up; handles
  // are the only way that it has for a page opened as a file.
  const entry = {
    isFile: (entry) => entry.isFile,
    inside: entriesOf,
    file: (entry) => new Promise((done, failed) => entry.file(done, failed)),
  };
  const handle = {
    isFile: (handle) => handle.kind === "file",
    inside: handlesOf,
    file: (handle) => handle.getFile(),
  };

  // Stands for each file that is of no use, which so need not be looked up.
  const useless = new File([], "");

  // Files found within so many milliseconds are told of together.
  const PART_MS = 50;

  // Looks through a drop. Each call of the function given back waits for another part of what is
  // found: files as pairs of path and file, the paths that could not be looked into with what the
  // browser says, and whether there is more. A call with `true` ends it.
  // The browser forgets a drop when its event ends, so all is taken hold of at once.
  globalThis.covdropGather = (transfer, [pattern, ...skipped]) => {
    const useful = new RegExp(pattern, "i");
    const files = [];
    const closed = [];
    const folders = [];
    let isOver = false;
    for (const item of transfer.items) {
      const found = item.webkitGetAsEntry?.();
      if (found?.isDirectory) {
        const asHandle = location.protocol === "file:" && item.getAsFileSystemHandle?.();
        folders.push(asHandle ? [asHandle, handle] : [found, entry]);
      } else {
        const file = item.getAsFile();
        if (file) files.push([file.webkitRelativePath || file.name, file]);
      }
    }

    // All at once in a folder, since each thing takes its time on the way through the browser.
    const walk = async (path, one, kind) => {
      if (isOver) return;
      try {
        if (kind.isFile(one)) {
          const file = useful.test(one.name) ? await kind.file(one) : useless;
          files.push([path, file]);
        } else if (!skipped.includes(one.name)) {
          const inside = await kind.inside(one);
          await Promise.all(inside.map((inner) => walk(path + "/" + inner.name, inner, kind)));
        }
      } catch (error) {
        closed.push([path, error.message ?? ""]);
      }
    };

    const walked = (async () => {
      for (const [folder, kind] of folders) {
        try {
          const one = await folder;
          await walk(one.name, one, kind);
        } catch (error) {
          closed.push(["A folder", error.message ?? ""]);
        }
      }
      isOver = true;
    })();

    return async (end) => {
      isOver ||= end;
      await Promise.race([walked, new Promise((done) => setTimeout(done, PART_MS))]);
      return [files.splice(0), isOver ? closed.sort() : [], !isOver];
    };
  };

  // Reads files together, or one by one where that fails: all but one may well be there. Gives back
  // the bytes of each, or why there are none.
  globalThis.covdropRead = async (files) => {
    if (files.length > 1) {
      try {
        const all = await new Blob(files).arrayBuffer();
        let end = 0;
        const read = files.map((file) => all.slice(end, (end += file.size)));
        if (end === all.byteLength) return read;
      } catch {}
    }
    const read = [];
    for (const file of files) {
      read.push(await file.arrayBuffer().catch((error) => error.message ?? ""));
    }
    return read;
  };
}
