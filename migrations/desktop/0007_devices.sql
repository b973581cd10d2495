-- The force's devices as central last told of them (protocol::DeviceList, CBOR, signed by central): for when it is not
-- reached. No evidence; asked for again at any time.
CREATE TABLE devices_told (
    devices_told_id INTEGER PRIMARY KEY CHECK (devices_told_id = 1),
    list            BLOB NOT NULL
) STRICT;
