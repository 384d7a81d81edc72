//! The encodings of old sources: the browser knows them all, so their tables stay out of here.

use web_sys::TextDecoder;

/// A [`covdrop_analysis::Foreign`].
pub(crate) fn decode(label: &str, bytes: &[u8]) -> Option<String> {
    let decoder = TextDecoder::new_with_label(label).ok()?;
    // UTF-16 cannot hold the cookie that names it.
    if decoder.encoding().starts_with("utf-16") {
        return None;
    }
    decoder.decode_with_u8_array(bytes).ok()
}
