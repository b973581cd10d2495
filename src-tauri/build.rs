//! Declares the commands that the window may be granted, one for each use-case.

fn main() {
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("./src-tauri/capabilities/*.json")
        .app_manifest(tauri_build::AppManifest::new().commands(&[]));
    tauri_build::try_build(attributes).expect("the shell's configuration or capabilities are wrong");
}
