// Included by the build script too; each is granted to the main window.
pub(crate) const OWN_COMMANDS: &[&str] = &["choose_file"];
