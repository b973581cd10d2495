//! The laptops of a force.

use register::DeviceId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

views! {
    /// The laptops of the own force, as central knows them.
    DevicesView {
        /// Central answered now; else this is what it last told.
        reached: bool,
        /// Of when it is.
        line: String,
        devices: Vec<DeviceView>,
    }
    /// One laptop, in words.
    DeviceView {
        device_id: DeviceId,
        /// "NM-3F2A": the force, and the end of the device's id.
        label: String,
        this_laptop: bool,
        revoked: bool,
        /// Somebody should look at it: it is out of contact, or something did not come.
        attention: bool,
        /// "In contact 14:02", "Out of contact 3 h 10, since 10:52".
        contact: String,
        /// What it has and central has not: "2 entries expected, not come". Empty where nothing is known of.
        unsent: Vec<String>,
        /// "Field" or "Desk".
        profile: String,
        /// What is on it, at most.
        holds: String,
        /// When it locks itself; empty where it does not.
        lease: String,
        /// "Revoked 19:41 by …: keys destroyed 21:00"; empty where it is not.
        revocation: String,
        reason: String,
        /// Names of those who wrote on it last, where their entries are held here.
        officers: Vec<String>,
        enrolled: String,
        /// What is lost to the force where it is revoked now.
        warning: String,
    }
}
