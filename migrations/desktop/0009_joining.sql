-- Officers who joined the register on this device with a one-time code (docs/adr/0008-joining-a-register.md), and central's
-- signature by which it vouched for their key here. Their own entries introduce the keys; this says who vouched.
CREATE TABLE vouched (
    officer_id BLOB NOT NULL CHECK (length(officer_id) = 16),
    public_key BLOB NOT NULL CHECK (length(public_key) = 32),
    -- By central's clock.
    vouched_at INTEGER NOT NULL,
    signature  BLOB NOT NULL CHECK (length(signature) = 64),
    PRIMARY KEY (officer_id, public_key)
) STRICT, WITHOUT ROWID;
