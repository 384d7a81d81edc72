//! That no page asks anything of elsewhere is held at the end of each visit; here is what shows that
//! it would be seen.

use crate::visit::{How, Visit};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_asked_of_elsewhere_is_seen() {
    let visit = Visit::start(How::Http).await;
    assert_eq!(visit.asked_elsewhere(), [""; 0]);
    for (scheme, seen) in
        [("http", "GET http://elsewhere.invalid/"), ("https", "CONNECT elsewhere.invalid:443")]
    {
        // Nobody is there, and some browsers say so.
        let _ = visit.client.goto(&format!("{scheme}://elsewhere.invalid/")).await;
        let asked = visit.asked_elsewhere();
        assert!(asked.iter().any(|request| request == seen), "{seen} is not in {asked:?}");
    }
}
