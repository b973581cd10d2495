### The screen of sync: the central service, what is not delivered, what needs a decision.
sync-now = Send and receive now
sync-now-done = Sent and received: { $line }
# The first thing to be read on the screen.
sync-verdict-refused = { $n ->
    [one] 1 entry NOT DELIVERED
   *[other] { $n } entries NOT DELIVERED
}
sync-verdict-waiting = { $n ->
    [one] 1 entry not sent yet: nobody else sees it
   *[other] { $n } entries not sent yet: nobody else sees them
}
sync-decide = Needs a decision
sync-decide-words = Two officers wrote without sight of each other, or a dispatch log says otherwise. The safer value holds until somebody decides.
sync-incident = Incident
sync-disagrees = What disagrees, and what follows
sync-decide-now = Decide
sync-decide-about = Decide { $reference }
sync-refused-heading = NOT DELIVERED: refused by the central service
sync-refused-export = Export refused entries
sync-refused-export-words = A file with each refused entry, why, and what to do, and the complete log of its incident as it was signed. Somebody who may can enter it anew from the file, or take the log in. Nothing is removed here.
sync-refused-name = refused-{ $force }-{ $day }
sync-what = What
sync-about = About
sync-recorded = Recorded
sync-why = Why
sync-remedy = What to do
sync-apart = Received, and not what it says: kept apart
sync-apart-came = Came
sync-differs = The central service holds something else
sync-differs-words = These incidents differ from what the central service holds at the same point, after everything was asked for again: { $list }. Nothing was overwritten. Verify the register, and tell the administrator.
sync-waiting = Recorded here and not at the central service yet
sync-waiting-first = The first { $n } of { $all }.
sync-central = Central service
sync-address = Address
sync-force = Force
sync-key = Its key
sync-key-hint = Compare these twelve letters with those that the administrator has.
sync-contact = Last contact
sync-clock = Clock
sync-beside = Looks and photographs
sync-beside-nothing = All sent and received
sync-enrol = Connect this laptop to a central service
sync-enrol-words = The administrator of the central service gives an address and a code that is good once. What is recorded here already is sent then; nothing is lost, and nothing is shared before.
sync-enrol-may-not = An administrator, a coordinator or a duty inspector can connect this laptop to a central service.
sync-enrol-address = Address of the central service
sync-enrol-address-hint = As https://central.example:7171
sync-enrol-code = One-time code
sync-enrol-code-hint = 28 letters and digits; capitals and dashes do not matter
sync-enrol-certificates = Certificates to trust
sync-enrol-certificates-hint = Only where the administrator gave a file of them (PEM)
sync-enrol-choose = Choose the file
sync-enrol-chosen = Chosen: { $name }
sync-enrol-act = Connect
sync-enrol-address-missing = Type the address that the administrator gave
sync-enrol-code-missing = Type the code that the administrator gave
sync-enrolled = Connected to the central service.
