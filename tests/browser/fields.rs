//! The cursor and what is being written stay while the page around them is drawn anew.

use crate::viewer::branches;
use crate::visit::Visit;

/// The value of the field that the cursor is in, by what marks it; nothing where it is in none.
const WRITTEN: &str = "const field = document.activeElement;
    return (field.dataset.try ?? field.dataset.search ?? '-') + ':' + field.value;";

async fn write(visit: &Visit, letters: &str) {
    for letter in letters.chars() {
        visit.press(&letter.to_string()).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_is_written_to_its_end_though_it_leaves_nothing() {
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
async fn the_next_setting_is_written_while_the_one_before_is_tried() {
    let visit = branches("#view=settings").await;
    visit.see("[data-try=include]").await;
    visit.click("[data-try=include]").await;
    write(&visit, "my_package/*\u{e004}te").await;
    visit.see(".outcome").await;
    visit.ready().await;
    write(&visit, "xt").await;
    assert_eq!(visit.run(WRITTEN).await, "omit:text");
    assert_eq!(visit.value("[data-try=include]").await, "my_package/*");
    // What is given up is gone from the fields.
    visit.click(".outcome > p button").await;
    visit.see("main:not(:has(.outcome))").await;
    visit.ready().await;
    assert_eq!(visit.value("[data-try=include]").await, "");
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cursor_goes_where_the_look_does() {
    let visit = branches("").await;
    let here = "return document.activeElement.matches(arguments[0])";
    let is_at = async |selector: &str| {
        visit.until(&here.replace("arguments[0]", &format!("'{selector}'"))).await;
    };
    visit.press("?").await;
    is_at("[data-close-help]").await;
    // Nothing under the help is reached, and no key goes there.
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

/// Counts changes of the main part of the page until it is asked for them.
const WATCH: &str = "window.changes = 0;
    new MutationObserver(all => { window.changes += all.length; })
        .observe(document.querySelector('main'),
            { subtree: true, childList: true, attributes: true, characterData: true });";

#[tokio::test(flavor = "multi_thread")]
async fn opening_the_help_touches_nothing_under_it() {
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

/// The words that are lit up; nothing where a browser cannot.
const LIT: &str = "return CSS.highlights
    && [...CSS.highlights.get('found')].map(range => range.toString()).join('|')";

#[tokio::test(flavor = "multi_thread")]
async fn what_is_looked_for_is_lit_and_gone_through() {
    let visit = branches("#file=my_package/shapes.py").await;
    visit.see(".source li").await;
    visit.press("/").await;
    visit.until("return document.activeElement.matches('[data-search]')").await;
    // A keyword and a text are pieces of their own.
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
    // What has no upper case finds both.
    visit.press("\u{e00c}").await;
    visit.write("[data-search]", "POLYGON").await;
    visit.see(".source:not(:has(.hit))").await;
    assert_eq!(visit.run(LIT).await, "");
    visit.end().await;
}
