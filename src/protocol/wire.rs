//! Encodes and decodes messages.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The error for bytes that are not a message of this version of the protocol.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The page and its worker do not understand each other. Reload the page.")]
pub struct BadMessage;

/// Encodes a message.
pub fn encode<T: Serialize>(message: &T) -> Result<Vec<u8>, BadMessage> {
    postcard::to_allocvec(message).map_err(|_| BadMessage)
}

/// Decodes a message.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, BadMessage> {
    match postcard::take_from_bytes(bytes) {
        Ok((message, [])) => Ok(message),
        _ => Err(BadMessage),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Answer, Command, ExampleSource, ImportId, ListedFile, Request};

    #[test]
    fn a_message_survives_the_way() {
        let request = Request::Command(Command::ListFiles {
            import: ImportId(7),
            files: vec![ListedFile { path: "jobs/py38/.coverage.host.1.2".into(), size: 53_248 }],
            unreadable: vec![],
            more: true,
        });
        let bytes = encode(&request).unwrap();
        assert_eq!(decode::<Request>(&bytes), Ok(request));
    }

    #[test]
    fn a_tail_is_no_part_of_a_message() {
        let mut bytes =
            encode(&Request::Command(Command::ImportExample(ExampleSource::Tested))).unwrap();
        bytes.push(0);
        assert_eq!(decode::<Request>(&bytes), Err(BadMessage));
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_message_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode::<Answer>(&bytes);
            let _ = decode::<Request>(&bytes);
        }
    }
}
