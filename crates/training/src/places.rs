//! Invented places of Northmoor and the country round it.

use crate::draw::Draw;

pub(crate) const ROADS: [&str; 30] = [
    "Hill Road",
    "Quill Street",
    "Mill Lane",
    "Canal Street",
    "Market Square",
    "Station Approach",
    "Larch Close",
    "Tanner's Row",
    "Chapel Rise",
    "Heron Way",
    "Beacon Terrace",
    "Weir Street",
    "Old Ropewalk",
    "Orchard Drive",
    "Priory Gardens",
    "Kiln Lane",
    "Sparrow Court",
    "Foundry Street",
    "Lower Green",
    "Moor View",
    "Copper Lane",
    "Dyers Bank",
    "Curlew Avenue",
    "Ferry Road",
    "Tithe Close",
    "Bellringers Walk",
    "Gasworks Lane",
    "Rookery Lane",
    "Saltpan Road",
    "Windmill Hill",
];
pub(crate) const TOWNS: [&str; 12] = [
    "Fernbrook",
    "Alderby",
    "Northmoor",
    "Hallow",
    "Quillbridge",
    "Thornley Moss",
    "Estwick",
    "Little Marram",
    "Coldharbour Green",
    "Wexbury",
    "Pendle Quay",
    "Brackenford",
];
pub(crate) const SEEN: [&str; 28] = [
    "Canal towpath",
    "Fernbrook station",
    "Market Square",
    "Mill Lane depot",
    "Alderby bus station",
    "Estuary car park",
    "Northmoor General, A&E entrance",
    "Quillbridge retail park",
    "Fernbrook library",
    "Hallow Park, boating lake",
    "Thornley Moss lay-by",
    "Pendle Quay ferry steps",
    "Alderby leisure centre",
    "Wexbury supermarket car park",
    "Northmoor College gate",
    "Brackenford allotments",
    "Fernbrook rec",
    "Estwick sea wall",
    "Old Ropewalk flats, stairwell",
    "Alderby town centre",
    "Priory Gardens bus stop",
    "Hallow crossroads",
    "Coldharbour Green bus shelter",
    "Quill Street shops",
    "Northmoor coach station",
    "Weir Street bridge",
    "Little Marram village hall",
    "Beacon Terrace garages",
];
pub(crate) const YOUNG_HAUNTS: [&str; 10] = [
    "Fernbrook rec, by the skate ramp",
    "fast-food place on Market Square",
    "Beacon Terrace garages",
    "cousin's flat, Old Ropewalk",
    "Quillbridge retail park",
    "the trains, gets off at Hallow",
    "friend's address, Larch Close",
    "Alderby bus station",
    "Hallow Park bandstand",
    "multi-storey, top deck",
];
pub(crate) const HAUNTS: [&str; 12] = [
    "sister's in Wexbury",
    "the canal, walks to Weir Street lock",
    "betting shop, Quill Street",
    "old workplace at Mill Lane depot",
    "Estuary car park, sits in the car",
    "church on Chapel Rise",
    "the allotment at Brackenford",
    "ex-partner's, Kiln Lane",
    "Fernbrook library",
    "Thornley Moss, the high path",
    "pub by Fernbrook station",
    "Northmoor coach station",
];
const HOMES: [&str; 6] = [
    "Test Home, Quill Street",
    "Test House, Curlew Avenue",
    "Test Lodge, Windmill Hill",
    "Test Grange, Kiln Lane",
    "Test Cottage, Lower Green",
    "foster address, Orchard Drive",
];
pub(crate) const HOSPITALS: [&str; 4] = [
    "Northmoor General, A&E",
    "Larch Ward, Northmoor General",
    "Alderby Infirmary, ward 4",
    "Heron Unit, Fernbrook",
];

pub(crate) fn address(draw: &mut Draw) -> String {
    format!("{} {}, {}", draw.between(1, 148), draw.pick(&ROADS), draw.pick(&TOWNS))
}

pub(crate) fn placement(draw: &mut Draw) -> String {
    format!("{}, {}", draw.pick(&HOMES), draw.pick(&TOWNS[..5]))
}
