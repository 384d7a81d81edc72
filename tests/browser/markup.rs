//! Tests that markup in names, contexts and sources is displayed as text.

use std::fs;
use std::path::Path;

use covdrop_tests::Coverage;

use crate::visit::{How, Visit};

/// Markup that would run the script `M` if it were interpreted.
const MARKUP: [&str; 52] = [
    "<script>M</script>",
    "<img src=x onerror=M>",
    "<svg onload=M>",
    "<svg><script>M</script></svg>",
    "<iframe src=javascript:M>",
    "<iframe srcdoc='<script>M</script>'>",
    "<body onload=M>",
    "<input autofocus onfocus=M>",
    "<select autofocus onfocus=M>",
    "<textarea autofocus onfocus=M>",
    "<keygen autofocus onfocus=M>",
    "<video src=x onerror=M>",
    "<video><source onerror=M></video>",
    "<audio src=x onerror=M>",
    "<details open ontoggle=M>",
    "<object data=javascript:M>",
    "<embed src=javascript:M>",
    "<a href=javascript:M id=x>",
    "<form action=javascript:M><input type=submit>",
    "<button formaction=javascript:M>",
    "<math href=javascript:M>",
    "<link rel=stylesheet href=javascript:M>",
    "<style>@import 'javascript:M'</style>",
    "<style>*{background:red}</style>",
    "<meta http-equiv=refresh content=0;url=javascript:M>",
    "<base href=javascript:M>",
    "<marquee onstart=M>",
    "<template><script>M</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=M>'>",
    "<xmp><p title='</xmp><img src=x onerror=M>'>",
    "<title><img src=x onerror=M></title>",
    "</title><script>M</script>",
    "</textarea><script>M</script>",
    "</style><script>M</script>",
    "</script><script>M</script>",
    "--><script>M</script>",
    "]]><script>M</script>",
    "'><script>M</script>",
    "\"><script>M</script>",
    "\" onmouseover=\"M",
    "' onmouseover='M",
    "`onmouseover=M",
    "javascript:M",
    "{{constructor.constructor('M')()}}",
    "${M}",
    "&lt;script&gt;M&lt;/script&gt;",
    "&#60;script&#62;M&#60;/script&#62;",
    "<scr<script>ipt>M</script>",
    "<IMG SRC=x OnErRoR=M>",
    "<img/src=x/onerror=M>",
    "<svg/onload=M//",
    "<p style=background:url(javascript:M)>",
];

/// The script, which records that it ran.
const DOES: &str = "document.documentElement.dataset.taken=1";

#[tokio::test(flavor = "multi_thread")]
async fn markup_is_displayed_as_text() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("source");
    fs::create_dir(&source).unwrap();
    let texts: Vec<String> = MARKUP.iter().map(|markup| markup.replace('M', DOES)).collect();
    let lines: Vec<String> =
        texts.iter().map(|text| format!("x = r'''{text}'''  # {text}")).collect();
    let main = source.join("main.py");
    fs::write(&main, lines.join("\n") + "\n").unwrap();
    for (number, text) in texts.iter().enumerate() {
        // File names have no slash, and on some systems at most 255 bytes.
        let name = text.replace('/', "\u{2215}");
        fs::write(source.join(format!("{name} {number}.py")), "x = 1\n").unwrap();
    }
    let job = folder.path().join("<img src=x onerror=document.documentElement.dataset.taken=1>");
    fs::create_dir(&job).unwrap();
    record(&source, &job.join(".coverage"), &texts);
    let visit = Visit::start(How::Http).await;
    visit.drop(&[job]).await;
    // Chromium cannot drop files whose names Windows does not allow, but can choose them.
    visit.pick_folder(&source).await;
    visit.see("[data-total=cover]").await;
    for view in
        ["files", "tree", "functions", "classes", "map", "matrix", "compare", "settings", "input"]
    {
        visit.go(&format!("#view={view}")).await;
        visit.ready().await;
        untouched(&visit).await;
    }
    visit.go("#").await;
    visit.see("[data-file]").await;
    visit.ready().await;
    let shown = visit.attributes("[data-file]", "data-file").await;
    assert_eq!(shown.len(), texts.len() + 1);
    visit.go("#file=main.py&L1").await;
    visit.see(".line-details .contexts").await;
    visit.ready().await;
    assert_eq!(visit.texts("[data-line] code").await, lines);
    let mut contexts = visit.texts(".line-details .contexts bdi").await;
    let mut expected = texts.clone();
    contexts.sort();
    expected.sort();
    assert_eq!(contexts, expected);
    untouched(&visit).await;
    visit.end().await;
}

/// Creates a data file in which the first line of every file of `source` ran, that of `main.py` in
/// each of `contexts`.
pub(crate) fn record(source: &Path, data_file: &Path, contexts: &[String]) {
    let program = "import json, os, sys\n\
        from coverage import CoverageData\n\
        made, source, contexts = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])\n\
        data = CoverageData(basename=made)\n\
        names = [os.path.join(source, name) for name in sorted(os.listdir(source))]\n\
        for context in contexts:\n    \
            data.set_context(context)\n    \
            data.add_lines({os.path.join(source, 'main.py'): [1]})\n\
        data.set_context('')\n\
        data.add_lines({name: [1] for name in names})\n\
        data.write()\n";
    Coverage::script(
        program,
        &[
            data_file.as_os_str(),
            source.as_os_str(),
            serde_json::to_string(contexts).unwrap().as_ref(),
        ],
    );
}

/// Creates a data file in which the first line of each of these files of `source` ran.
pub(crate) fn record_lines(source: &Path, data_file: &Path, paths: &[&str]) {
    let program = "import json, os, sys\n\
        from coverage import CoverageData\n\
        made, source, paths = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])\n\
        data = CoverageData(basename=made)\n\
        data.add_lines({os.path.join(source, path): [1] for path in paths})\n\
        data.write()\n";
    let paths = serde_json::to_string(paths).unwrap();
    Coverage::script(program, &[data_file.as_os_str(), source.as_os_str(), paths.as_ref()]);
}

/// Asserts that the browser interpreted none of the markup.
async fn untouched(visit: &Visit) {
    let taken = "return [document.documentElement.dataset.taken || '', \
                 ...Array.from(document.querySelectorAll('img, script:not([src]), iframe, object, embed, video, audio, marquee, base, style'), e => e.outerHTML)]";
    let found = visit.client.execute(taken, vec![]).await.unwrap();
    assert_eq!(found, serde_json::json!([""]));
}
