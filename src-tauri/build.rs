//! Declares the commands that the window may be granted: one for each use-case, and the shell's own.

include!("../crates/app/src/use_case_names.rs");
include!("src/own_commands.rs");

fn main() {
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    println!("cargo:rerun-if-changed=src-tauri/src/own_commands.rs");
    println!("cargo:rerun-if-changed=crates/app/src/use_case_names.rs");
    let commands = [USE_CASE_NAMES, OWN_COMMANDS].concat().leak();
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("./src-tauri/capabilities/*.json")
        .app_manifest(tauri_build::AppManifest::new().commands(commands));
    tauri_build::try_build(attributes).expect("the shell's configuration or capabilities are wrong");
}
