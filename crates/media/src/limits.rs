//! What an offered file may cost. Every threshold is configuration.

use serde::Deserialize;

use crate::MediaError;

const MIB: u64 = 1024 * 1024;

/// Upper bounds on one photograph. Missing keys take the default; unknown keys are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Bytes of the file as offered.
    pub max_bytes: u64,
    /// Width × height as the file's header states them.
    pub max_pixels: u64,
    /// Pixels of the longer side.
    pub max_side: u32,
    /// Bytes held at once while preparing, estimated from the header before anything is allocated.
    pub max_memory: u64,
}

impl Default for Limits {
    /// 25 MiB, 60 megapixels (above any telephone or press camera's usual output), 20,000 pixels a side, 512 MiB.
    fn default() -> Self {
        Self { max_bytes: 25 * MIB, max_pixels: 60_000_000, max_side: 20_000, max_memory: 512 * MIB }
    }
}

impl Limits {
    /// Refuses dimensions stated by a header, before anything of that size exists.
    pub(crate) fn check_size(&self, width: u32, height: u32) -> Result<(), MediaError> {
        if width == 0 || height == 0 {
            return Err(MediaError::Damaged);
        }
        let pixels = u64::from(width) * u64::from(height);
        if pixels > self.max_pixels || width.max(height) > self.max_side {
            return Err(MediaError::TooManyPixels {
                width,
                height,
                max_pixels: self.max_pixels,
                max_side: self.max_side,
            });
        }
        Ok(())
    }

    pub(crate) fn check_memory(&self, needed: u64) -> Result<(), MediaError> {
        if needed > self.max_memory {
            return Err(MediaError::TooMuchMemory { needed, limit: self.max_memory });
        }
        Ok(())
    }
}
