//! Tests undoing the removal, merge and deletion of jobs, inputs and the saved session.

use covdrop_tests::{Acme, Kind};

use crate::viewer::branches;
use crate::visit::Visit;

/// Returns the total, the jobs and the names of the inputs.
async fn all(visit: &Visit) -> (String, Vec<String>, Vec<String>) {
    visit.ready().await;
    (
        visit.text("[data-total=cover]").await,
        visit.attributes("[data-job]", "data-job").await,
        visit.attributes("[data-card]", "data-card").await,
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_input_comes_back() {
    let visit = branches("#view=input&off=py39").await;
    let before = all(&visit).await;
    visit.click("[data-card=py38] .link").await;
    visit.see(".toasts .undo").await;
    assert_eq!(visit.text(".toasts .undo span").await, "py38 was removed.");
    visit.until("return !document.querySelector('[data-card=py38]')").await;
    assert_ne!(all(&visit).await, before);
    visit.click(".toasts .undo button").await;
    visit.see("[data-card=py38]").await;
    assert_eq!(all(&visit).await, before);
    assert_eq!(visit.texts(".toasts .undo").await, [""; 0]);
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn merged_jobs_are_parted_again() {
    let visit = branches("#off=py39").await;
    let before = all(&visit).await;
    visit.click("li:has([data-job=py38]) .menu summary").await;
    visit.click("li:has([data-job=py38]) .of-job summary").await;
    visit.click("li:has([data-job=py38]) .of-job option[value=py313]").await;
    visit.click("li:has([data-job=py38]) .of-job form > button").await;
    visit.see(".toasts .undo").await;
    visit.until("return !document.querySelector('[data-job=py38]')").await;
    visit.ready().await;
    visit.click(".toasts .undo button").await;
    visit.see("[data-job=py38]").await;
    assert_eq!(all(&visit).await, before);
    // A later change takes away the offer to undo.
    visit.click("li:has([data-job=py38]) .menu summary").await;
    visit.click("li:has([data-job=py38]) [role=group] button:nth-of-type(2)").await;
    visit.see(".toasts .undo").await;
    visit.drop(&[Acme::job(Kind::Branch, "py314")]).await;
    visit.until("return !document.querySelector('.toasts .undo')").await;
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_copy_of_the_session_is_saved_again() {
    let visit = branches("#view=input").await;
    visit.click("[data-keep]").await;
    visit.see(".keep button").await;
    visit.click(".keep button").await;
    visit.see(".toasts .undo").await;
    visit.see("[data-keep]:not(:checked)").await;
    visit.click(".toasts .undo button").await;
    visit.see("[data-keep]:checked").await;
    visit.end().await;
}
