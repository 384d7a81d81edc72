//! Drags files and chooses folders in Firefox by scripts with system access. Firefox then sends the
//! page the same events as for a user.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{AT, DriverCommand};
use crate::visit::Visit;

/// Performs a step of a drag.
pub(super) async fn drag(visit: &Visit, kind: &str, paths: &[PathBuf]) {
    visit.run(COPY).await;
    with_system_access(visit, DRAG, vec![json!(kind), json!(AT), json!(paths)]).await;
}

/// Answers the folder dialog that the page's button opens.
pub(super) async fn choose(visit: &Visit, path: &Path) {
    with_system_access(visit, CHOOSE, vec![json!(path)]).await;
    visit.click("button:has(+ [data-input=folder])").await;
}

/// A drag from outside offers a copy.
const COPY: &str = "addEventListener('dragover',
    event => { event.dataTransfer.dropEffect = 'copy'; }, { once: true });";

/// Starts a drag in Firefox by dragging a temporary element with the mouse, which is the only way
/// to get a drag's data object and add files to it. Then sends each step of the drag to the page
/// like one from outside.
const DRAG: &str = "
    const [kind, at, paths] = arguments;
    const { classes: Cc, interfaces: Ci } = Components;
    const window = Services.wm.getMostRecentWindow('navigator:browser');
    const page = window.gBrowser.selectedBrowser;
    const begin = () => {
        const drags = Cc['@mozilla.org/widget/dragservice;1'].getService(Ci.nsIDragService);
        drags.startDragSessionForTests(window, Ci.nsIDragService.DRAGDROP_ACTION_COPY);
        const piece = window.document.createElementNS('http://www.w3.org/1999/xhtml', 'div');
        piece.draggable = true;
        piece.style = 'position: fixed; inset: 0; z-index: 9999';
        piece.addEventListener('dragstart', event => {
            event.stopPropagation();
            paths.forEach((path, index) => {
                const file = Cc['@mozilla.org/file/local;1'].createInstance(Ci.nsIFile);
                file.initWithPath(path);
                event.dataTransfer.mozSetDataAt('application/x-moz-file', file, index);
            });
        });
        window.document.documentElement.append(piece);
        const take = data => {
            window.windowUtils.dragSession.dataTransfer = data.mozCloneForEvent('drop');
        };
        Services.obs.addObserver(take, 'on-datatransfer-available');
        for (const [type, to] of [['mousedown', 10], ['mousemove', 20], ['mousemove', 40]]) {
            window.synthesizeMouseEvent(type, to, to, { button: 0, buttons: 1, clickCount: 1 }, {});
        }
        Services.obs.removeObserver(take, 'on-datatransfer-available');
        piece.remove();
    };
    if (kind === 'dragenter') begin();
    const session = window.windowUtils.dragSession;
    const { x, y } = page.getBoundingClientRect();
    const event = new window.DragEvent(kind, {
        bubbles: true,
        cancelable: true,
        view: window,
        clientX: x + at,
        clientY: y + at,
        screenX: window.mozInnerScreenX + x + at,
        screenY: window.mozInnerScreenY + y + at,
        dataTransfer: session.dataTransfer,
    });
    window.windowUtils.dispatchDOMEventViaPresShellForTesting(page, event);
    if (kind === 'drop') {
        session.endDragSession(true, 0);
        window.synthesizeMouseEvent('mouseup', 40, 40, { button: 0, clickCount: 1 }, {});
        // The drag took the focus.
        page.focus();
    }";

/// Replaces Firefox's file dialog by one that answers at once, and confirms the question whether to
/// upload all files of the folder.
const CHOOSE: &str = "
    const { classes: Cc, interfaces: Ci, manager } = Components;
    const file = Cc['@mozilla.org/file/local;1'].createInstance(Ci.nsIFile);
    file.initWithPath(arguments[0]);
    const chooser = {
        QueryInterface: ChromeUtils.generateQI(['nsIFilePicker']),
        init() {},
        appendFilters() {},
        file,
        open(hear) {
            Services.tm.dispatchToMainThread(() => hear.done(Ci.nsIFilePicker.returnOK));
        },
    };
    const factory = {
        QueryInterface: ChromeUtils.generateQI(['nsIFactory']),
        createInstance: kind => chooser.QueryInterface(kind),
    };
    manager
        .QueryInterface(Ci.nsIComponentRegistrar)
        .registerFactory(Services.uuid.generateUUID(), '', '@mozilla.org/filepicker;1', factory);
    const { PromptParent } =
        ChromeUtils.importESModule('resource:///actors/PromptParent.sys.mjs');
    PromptParent.prototype.receiveMessage = async () => ({ ok: true, buttonNumClicked: 0 });";

/// Runs a script in Firefox's own context instead of the page's.
async fn with_system_access(visit: &Visit, script: &str, arguments: Vec<Value>) {
    let context =
        |context| DriverCommand { path: "moz/context", body: json!({ "context": context }) };
    visit.client.issue_cmd(context("chrome")).await.unwrap();
    visit.client.execute(script, arguments).await.unwrap();
    visit.client.issue_cmd(context("content")).await.unwrap();
}
