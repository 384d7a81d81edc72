// Finds what lies beside the page: a list of files to load when it is opened, by the name that
// `?load=` gives or the usual one, and the files on it. All from the page's own server.
"use strict";
{
  const USUAL = "covdrop.json";
  const asked = new URLSearchParams(location.search).get("load");
  let list = null;

  const fetched = async (address) => {
    const response = await fetch(address);
    if (!response.ok) throw new Error("the server says " + response.status);
    return response;
  };

  // The list's name and what it says; nothing where the usual one is not there, or where the page
  // was opened as a file, which can fetch nothing. Some servers answer what they do not have with a
  // page.
  globalThis.covdropList = async () => {
    const isServed = location.protocol.startsWith("http");
    if (!isServed && !asked) return null;
    try {
      list = new URL(asked ?? USUAL, location.href);
      if (!isServed) throw new Error("a page opened as a file can load no list of files");
      if (list.origin !== location.origin) throw new Error("it must lie on this page’s own server");
      const bytes = await (await fetched(list)).arrayBuffer();
      const isList = asked || new Uint8Array(bytes)[0] === 0x7b;
      return isList ? [asked ?? USUAL, bytes] : null;
    } catch (error) {
      return asked ? [asked, null, error.message] : null;
    }
  };

  // Fetches the listed files one by one, as a walk through a drop tells them.
  globalThis.covdropFetch = (paths) => {
    let next = 0;
    let isOver = false;
    return {
      next: async () => {
        const files = [];
        const closed = [];
        const path = paths[next++];
        if (path !== undefined && !isOver) {
          try {
            const address = new URL(path.split("/").map(encodeURIComponent).join("/"), list);
            const blob = await (await fetched(address)).blob();
            files.push({ path, file: new File([blob], path) });
          } catch (error) {
            closed.push({ path, reason: error.message });
          }
        }
        return { files, closed, hasMore: !isOver && next < paths.length };
      },
      end: () => {
        isOver = true;
      },
    };
  };
}
