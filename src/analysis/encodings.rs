//! The encodings of old sources, for programs that have no browser to ask.

use encoding_rs::Encoding;

/// A [`crate::Foreign`].
pub fn decode(label: &str, bytes: &[u8]) -> Option<String> {
    // UTF-16 cannot hold the cookie that names it.
    let encoding = Encoding::for_label(label.as_bytes()).filter(|e| e.is_ascii_compatible())?;
    Some(encoding.decode_without_bom_handling(bytes).0.into_owned())
}
