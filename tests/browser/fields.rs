//! Tests that the focus and typed text survive rendering the page again.

use crate::viewer::branches;
use crate::visit::Visit;

/// Returns the attribute and value of the focused field, or nothing if no field has the focus.
const WRITTEN: &str = "const field = document.activeElement;
    return (field.dataset.try ?? field.dataset.search ?? '-') + ':' + field.value;";

async fn write(visit: &Visit, letters: &str) {
    for letter in letters.chars() {
        visit.press(&letter.to_string()).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_without_results_can_be_typed_to_its_end() {
    let visit = branches("").await;
    visit.press("/").await;
    visit.until("return document.activeElement.matches('[data-search]')").await;
    write(&visit, "cliz").await;
    visit.see("main .none:not(:empty)").await;
    assert_eq!(visit.run(WRITTEN).await, ":cliz");
    write(&visit, "\u{e003}").await;
    visit.see("[data-file='my_package/cli.py']").await;
    assert_eq!(visit.run(WRITTEN).await, ":cli");
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_setting_can_be_typed_while_another_is_tried() {
    let visit = branches("#view=settings").await;
    visit.see("[data-try=include]").await;
    visit.click("[data-try=include]").await;
    write(&visit, "my_package/*\u{e004}te").await;
    visit.see(".outcome").await;
    visit.ready().await;
    write(&visit, "xt").await;
    assert_eq!(visit.run(WRITTEN).await, "omit:text");
    assert_eq!(visit.value("[data-try=include]").await, "my_package/*");
    // Ending the trial clears the fields.
    visit.click(".outcome > p button").await;
    visit.see("main:not(:has(.outcome))").await;
    visit.ready().await;
    assert_eq!(visit.value("[data-try=include]").await, "");
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_focus_follows_the_view() {
    let visit = branches("").await;
    let here = "return document.activeElement.matches(arguments[0])";
    let is_at = async |selector: &str| {
        visit.until(&here.replace("arguments[0]", &format!("'{selector}'"))).await;
    };
    visit.press("?").await;
    is_at("[data-close-help]").await;
    // Elements under the help cannot get the focus.
    visit.press("\u{e004}").await;
    assert_eq!(
        visit.run("return document.activeElement.closest('.page')").await,
        serde_json::Value::Null
    );
    visit.press("\u{e00c}").await;
    is_at("[aria-label=Help]").await;
    visit.click("[data-file='my_package/text.py'] a").await;
    is_at(".file h2").await;
    visit.click(".menu summary").await;
    visit.see(".menu[open]").await;
    visit.press("\u{e00c}").await;
    visit.see("body:not(:has(.menu[open]))").await;
    visit.see(".file").await;
    is_at(".menu summary").await;
    visit.press("u").await;
    is_at("[data-file=\"my_package/text.py\"] a").await;
    visit.end().await;
}

/// Counts changes of the page's main part.
const WATCH: &str = "window.changes = 0;
    new MutationObserver(all => { window.changes += all.length; })
        .observe(document.querySelector('main'),
            { subtree: true, childList: true, attributes: true, characterData: true });";

#[tokio::test(flavor = "multi_thread")]
async fn opening_the_help_does_not_redraw_the_page() {
    let visit = branches("").await;
    for (hash, sign) in [("#", "[data-file]"), ("#file=my_package/shapes.py", "[data-line]")] {
        visit.go(hash).await;
        visit.see(sign).await;
        visit.ready().await;
        visit.run(WATCH).await;
        visit.press("?").await;
        visit.see("[role=dialog]").await;
        visit.press("\u{e00c}").await;
        visit.see("body:not(:has([role=dialog]))").await;
        assert_eq!(visit.run("return window.changes").await, 0, "{hash}");
    }
    visit.end().await;
}

/// Returns the highlighted words, or nothing if the browser does not support highlights.
const LIT: &str = "return CSS.highlights
    && [...CSS.highlights.get('found')].map(range => range.toString()).join('|')";

#[tokio::test(flavor = "multi_thread")]
async fn search_results_are_highlighted_and_stepped_through() {
    let visit = branches("#file=my_package/shapes.py").await;
    visit.see(".source li").await;
    visit.press("/").await;
    visit.until("return document.activeElement.matches('[data-search]')").await;
    // A keyword and a string are separate elements.
    write(&visit, "return \"%.2").await;
    visit.see(".hit").await;
    assert_eq!(visit.texts(".hit .at").await, ["13", "14"]);
    assert_eq!(visit.run(LIT).await, "return \"%.2|return \"%.2");
    let is_at = async |line: u32| {
        visit.until(&format!("return location.hash.endsWith('L{line}')")).await;
    };
    for line in [13, 14, 13] {
        visit.press("\u{e007}").await;
        is_at(line).await;
    }
    visit.press_with("\u{e008}", "\u{e007}").await;
    is_at(14).await;
    // A search text without upper case ignores case.
    visit.press("\u{e00c}").await;
    visit.write("[data-search]", "POLYGON").await;
    visit.see(".source:not(:has(.hit))").await;
    assert_eq!(visit.run(LIT).await, "");
    visit.end().await;
}
