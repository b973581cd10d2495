//! The least window there can be: what the cold start of the program is measured against.

fn main() {
    tauri::Builder::default()
        .run(tauri::generate_context!("tests/hello/tauri.conf.json"))
        .expect("the window opens");
}
