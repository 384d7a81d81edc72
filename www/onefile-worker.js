// Starts the one-file page's worker: the page sends the program first, then what it asks.
"use strict";
onmessage = (event) => {
  onmessage = null;
  wasm_bindgen({ module_or_path: event.data }).catch((error) => {
    // The page hears of errors, but not of promises that fail.
    setTimeout(() => {
      throw error;
    });
  });
};
