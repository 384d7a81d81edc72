// Walks through what was dropped. This is a script and no part of the page's program, since there
// it takes eight times as much, and people wait for that program.
"use strict";
{
  const byName = (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

  // A reader gives at most a hundred entries at a time, and an empty list at the end.
  const entriesOf = async (folder) => {
    const reader = folder.createReader();
    const all = [];
    for (;;) {
      const some = await new Promise((done, failed) => reader.readEntries(done, failed));
      if (some.length === 0) return all.sort(byName);
      all.push(...some);
    }
  };

  const handlesOf = async (folder) => {
    const all = [];
    const values = folder.values();
    for (let next = await values.next(); !next.done; next = await values.next()) {
      all.push(next.value);
    }
    return all.sort(byName);
  };

  // The two kinds of folder, each with the ways to what is in it. Handles are the only way that
  // Chromium has for a page opened as a file, entries the way that all others have.
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

  // All files in a folder as pairs of path and file, looked up at once, since each takes its time on
  // the way through the browser; what that does not open goes to `closed`.
  const walk = async (path, one, kind, useful, skipped, closed) => {
    try {
      if (kind.isFile(one)) return [[path, useful.test(one.name) ? await kind.file(one) : useless]];
      if (skipped.includes(one.name)) return [];
      const inside = await kind.inside(one);
      const files = inside.map((inner) =>
        walk(path + "/" + inner.name, inner, kind, useful, skipped, closed),
      );
      return (await Promise.all(files)).flat();
    } catch (error) {
      closed.push([path, error.message ?? ""]);
      return [];
    }
  };

  // The files in a drop as pairs of path and file, and the paths that could not be looked into with
  // what the browser says.
  // The browser forgets a drop when its event ends, so all is taken hold of at once.
  globalThis.covdropGather = (transfer, [pattern, ...skipped]) => {
    const useful = new RegExp(pattern, "i");
    let files = [];
    const closed = [];
    const folders = [];
    for (const item of transfer.items) {
      const found = item.webkitGetAsEntry?.();
      if (found?.isDirectory) {
        const asHandle = item.getAsFileSystemHandle?.();
        folders.push(asHandle ? [asHandle, handle] : [found, entry]);
      } else {
        const file = item.getAsFile();
        if (file) files.push([file.webkitRelativePath || file.name, file]);
      }
    }
    return (async () => {
      for (const [folder, kind] of folders) {
        try {
          const one = await folder;
          files = files.concat(await walk(one.name, one, kind, useful, skipped, closed));
        } catch (error) {
          closed.push(["A folder", error.message ?? ""]);
        }
      }
      return [files, closed.sort()];
    })();
  };
}
