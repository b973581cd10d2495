//! The window's calls, through the real handler and the real capability, without a window.

use app::{App, AppSettings};
use serde_json::{Value, json};
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
use tauri::webview::InvokeRequest;
use tauri::{WebviewWindow, WebviewWindowBuilder};

use crate::own_commands::OWN_COMMANDS;
use crate::window::MAIN;

/// A program on an empty data folder, and the page of one window of it.
struct Page {
    _folder: tempfile::TempDir,
    _shell: tauri::App<MockRuntime>,
    window: WebviewWindow<MockRuntime>,
}

impl Page {
    fn of(label: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let app = App::new(AppSettings::new(folder.path().to_owned()));
        let builder = mock_builder().invoke_handler(crate::commands::handler()).manage(app);
        let shell = builder.build(crate::context()).unwrap();
        let window = WebviewWindowBuilder::new(&shell, label, tauri::WebviewUrl::default()).build().unwrap();
        Self { _folder: folder, _shell: shell, window }
    }

    fn call(&self, command: &str, argument: Value) -> Result<Value, Value> {
        let request = InvokeRequest {
            cmd: command.to_owned(),
            callback: CallbackFn(0),
            error: CallbackFn(1),
            url: self.window.url().unwrap(),
            body: InvokeBody::Json(json!({ "command": argument })),
            headers: tauri::http::HeaderMap::new(),
            invoke_key: INVOKE_KEY.to_owned(),
        };
        get_ipc_response(&self.window, request).map(|body| body.deserialize().unwrap())
    }
}

fn says_no(answer: &Result<Value, Value>) -> bool {
    matches!(answer, Err(Value::String(words)) if words.contains("not allowed") || words.contains("not found"))
}

#[test]
fn every_use_case_is_a_command_that_the_main_window_may_call() {
    let page = Page::of(MAIN);
    for name in app::USE_CASE_NAMES {
        let answer = page.call(name, json!({ "not": "what any use-case takes" }));
        assert!(!says_no(&answer), "{name}: {answer:?}");
    }
}

#[test]
fn the_main_window_may_have_a_file_chosen() {
    let page = Page::of(MAIN);
    for name in OWN_COMMANDS {
        let answer = page.call(name, json!({ "not": "what it takes" }));
        assert!(answer.is_err() && !says_no(&answer), "{name}: {answer:?}");
    }
}

#[test]
fn the_main_window_may_call_nothing_else() {
    let page = Page::of(MAIN);
    for command in [
        "plugin:fs|read_text_file",
        "plugin:shell|open",
        "plugin:dialog|open",
        "plugin:dialog|save",
        "plugin:window|set_title",
        "plugin:event|emit",
        "no_such_command",
    ] {
        let answer = page.call(command, json!({}));
        assert!(says_no(&answer), "INV-11: {command}: {answer:?}");
    }
}

#[test]
fn another_window_may_call_nothing() {
    let page = Page::of("other");
    for name in app::USE_CASE_NAMES.iter().chain(OWN_COMMANDS) {
        assert!(says_no(&page.call(name, json!({}))), "{name}");
    }
}

#[test]
fn a_refusal_crosses_with_its_code_its_words_and_its_fields() {
    let refused = Page::of(MAIN).call("duty_list", json!({})).unwrap_err();
    assert_eq!(refused["code"], "locked");
    assert!(refused["message"].as_str().is_some_and(|words| !words.is_empty()));
    assert!(refused["fields"].is_array());
}

#[test]
fn a_register_made_through_the_window_is_open_and_can_be_locked_and_unlocked() {
    let page = Page::of(MAIN);
    let passphrase = "lantern gravel otter sundial plum";
    let officer = json!({ "name": "PS Test-Rowan", "collar": "T4417", "role": "duty_inspector" });
    let made = page
        .call("create_register", json!({ "force": "WESSX", "officer": officer, "passphrase": passphrase }))
        .unwrap();
    assert_eq!(made["session"]["force"], "WESSX");
    assert_eq!(page.call("duty_list", json!({})).unwrap()["open"], 0);
    page.call("lock", json!({})).unwrap();
    assert_eq!(page.call("duty_list", json!({})).unwrap_err()["code"], "locked");
    let wrong = json!({ "register": "live", "collar": "T4417", "passphrase": "not this one" });
    assert_eq!(page.call("unlock", wrong).unwrap_err()["code"], "wrong_passphrase");
    let right = json!({ "register": "live", "collar": "T4417", "passphrase": passphrase });
    assert_eq!(page.call("unlock", right).unwrap()["collar"], "T4417");
}
