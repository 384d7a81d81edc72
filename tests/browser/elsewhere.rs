//! Each visit ends with a check that the page sent no requests to other hosts. This module tests
//! that the check detects such requests.

use crate::visit::{How, Visit};

#[tokio::test(flavor = "multi_thread")]
async fn requests_to_other_hosts_are_detected() {
    let visit = Visit::start(How::Http).await;
    assert_eq!(visit.asked_elsewhere(), [""; 0]);
    for (scheme, seen) in
        [("http", "GET http://elsewhere.invalid/"), ("https", "CONNECT elsewhere.invalid:443")]
    {
        // The host does not exist, and some browsers report an error.
        let _ = visit.client.goto(&format!("{scheme}://elsewhere.invalid/")).await;
        let asked = visit.asked_elsewhere();
        assert!(asked.iter().any(|request| request == seen), "{seen} is not in {asked:?}");
    }
}
