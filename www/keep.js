// Keeps the session in this browser, once the person turned that on: the files of each drop, and
// what was chosen as bytes that only the worker reads. This is a script and no part of the page's
// program, as the walk through dropped folders is one.
"use strict";
{
  // To be raised whenever the form of what is kept changes.
  const VERSION = 1;
  // 512 MB: a browser writes what is more for longer than it takes to drop it again, and may throw
  // out all that a site keeps when it needs the room.
  const MOST = 512e6;
  // Pages in other folders of the same server keep what is theirs.
  const NAME = "covdrop-session " + new URL(".", location.href).pathname;
  const UNABLE = "This browser lets the page keep nothing.";

  // The key under which each drop is kept, and what is in it, by the drop's number. What is in it
  // otherwise than before gets another key, so that a page never meets what another one has kept:
  // the page that kept last is the one whose session is there.
  const known = new Map();
  let count = 0;
  const own = Date.now().toString(36) + Math.random().toString(36);
  // How many bytes are kept.
  let size = 0;
  // Files that were changed or removed after they were dropped: the browser no longer reads them.
  const lost = new Set();
  // One thing is done after the other.
  let last = Promise.resolve();

  const isOn = () => {
    try {
      return localStorage.getItem(NAME) !== null && !!indexedDB;
    } catch {
      return false;
    }
  };

  const result = (request) =>
    new Promise((done, failed) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });

  // Does something with all that is kept, wholly or not at all.
  const withStore = async (mode, act) => {
    const opening = indexedDB.open(NAME, VERSION);
    opening.onupgradeneeded = () => opening.result.createObjectStore("kept");
    const base = await result(opening);
    try {
      const transaction = base.transaction("kept", mode);
      const end = new Promise((done, failed) => {
        transaction.oncomplete = done;
        transaction.onabort = () => failed(transaction.error);
      });
      // What goes wrong in between is told by itself.
      end.catch(() => {});
      const found = await act(transaction.objectStore("kept"));
      await end;
      return found;
    } finally {
      base.close();
    }
  };

  // A drop's files lie one after the other, which is quicker than ten thousand by themselves.
  const record = (files) => ({
    files: files.map(([path, file]) => [path, file.size]),
    bytes: new Blob(files.map(([, file]) => file)),
  });

  const put = async (drops, chosen) => {
    const sizes = drops.flatMap(([, files]) => files.map(([, file]) => file.size));
    const sum = sizes.reduce((sum, size) => sum + size, 0);
    if (sum > MOST) throw new Error("it is more than 512 MB");
    await withStore("readwrite", async (store) => {
      const old = new Set(await result(store.getAllKeys()));
      const keys = drops.map(([number, files]) => {
        const paths = JSON.stringify(files.map(([path]) => path));
        if (known.get(number)?.paths !== paths) {
          known.set(number, { paths, key: own + count++ });
        }
        const { key } = known.get(number);
        if (!old.has(key)) store.put(record(files), key);
        return key;
      });
      store.put({ keys, chosen, size: sum }, "session");
      for (const key of old) if (key !== "session" && !keys.includes(key)) store.delete(key);
    });
    size = sum;
  };

  // Writes all that can still be read, and tells of what cannot.
  const write = async (drops, chosen) => {
    const left = () =>
      drops
        .map(([number, files]) => [number, files.filter(([, file]) => !lost.has(file))])
        .filter(([, files]) => files.length > 0);
    try {
      await put(left(), chosen);
    } catch (error) {
      const before = lost.size;
      for (const [, file] of left().flatMap(([, files]) => files)) {
        await file.slice(0, 1).arrayBuffer().catch(() => lost.add(file));
      }
      if (lost.size === before) throw error;
      await put(left(), chosen);
    }
    const paths = drops.flatMap(([, files]) => files.filter(([, file]) => lost.has(file)));
    if (paths.length === 0) return "";
    const more = paths.length > 1 ? " and " + (paths.length - 1) + " more" : "";
    return "Not kept, for it was changed or removed after you dropped it: " + paths[0][0] + more + ".";
  };

  // The files of a drop as pairs of path and file; what is no such record throws.
  const files = ({ files, bytes }) => {
    let at = 0;
    const found = files.map(([path, size]) => [String(path), bytes.slice(at, (at += size))]);
    if (at !== bytes.size) throw new Error("it is damaged");
    return found;
  };

  const read = () =>
    withStore("readonly", async (store) => {
      const session = await result(store.get("session"));
      if (!session) return [[], new Uint8Array()];
      const drops = [];
      for (const [number, key] of session.keys.entries()) {
        const drop = files(await result(store.get(key)));
        known.set(number, { paths: JSON.stringify(drop.map(([path]) => path)), key });
        drops.push(drop);
      }
      size = session.size;
      return [drops, new Uint8Array(session.chosen)];
    });

  // Whether the session is kept, how many bytes of it, what went wrong, and what was found.
  const answer = (fault = "", drops = [], chosen = null) => [isOn(), size, fault, drops, chosen];

  const inTurn = (act) => (last = last.then(act));

  // What is kept: the drops, numbered from 0, and what was chosen.
  globalThis.covdropKept = () =>
    inTurn(async () => {
      try {
        localStorage.getItem(NAME);
        if (!indexedDB) return answer(UNABLE);
      } catch {
        return answer(UNABLE);
      }
      if (!isOn()) return answer();
      try {
        return answer("", ...(await read()));
      } catch (error) {
        known.clear();
        const why = error instanceof TypeError ? "it is damaged" : error.message;
        return answer("What was kept cannot be read: " + why + ".");
      }
    });

  // Keeps these drops, pairs of number and files, and what was chosen; and nothing else.
  globalThis.covdropKeep = (drops, chosen) =>
    inTurn(async () => {
      try {
        localStorage.setItem(NAME, "on");
        return answer(await write(drops, chosen));
      } catch (error) {
        const full = error?.name === "QuotaExceededError";
        const why = full ? "the browser has no room for it" : (error?.message ?? "");
        return answer(isOn() ? "What is here now is not kept: " + why + "." : UNABLE);
      }
    });

  // Forgets all, and keeps nothing from now on.
  globalThis.covdropForget = () =>
    inTurn(async () => {
      try {
        localStorage.removeItem(NAME);
        known.clear();
        size = 0;
        await result(indexedDB.deleteDatabase(NAME));
        return answer();
      } catch (error) {
        return answer("Not all was forgotten: " + (error?.message ?? "") + ".");
      }
    });
}
