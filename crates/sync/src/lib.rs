//! How a laptop speaks to the central service.
