### Words of the unlock screen, read first: it waits for no others.

product = NRMP
window-title = NRMP – { $screen }
marking = OFFICIAL-SENSITIVE
training-banner = TRAINING REGISTER – invented people. Record nobody real here.
field-optional = (if known)
field-error = Error:
starting = Starting
version = NRMP { $version }
officer-collar = Collar number
passphrase = Passphrase
passphrase-show = Show
passphrase-hide = Hide
unlock-title = Unlock
unlock-register = Register
register-kind-live = { $force }
register-kind-training = Training ({ $force })
unlock-collar-missing = Give your collar number
unlock-passphrase-missing = Give your passphrase
unlock-act = Unlock
unlock-opening = Unlocking…
unlock-verify = See what is damaged
unlock-recover = Recover with the two printed shares
unlock-other = Create or open another register
unlock-tries = Five wrong passphrases destroy your key on this laptop. Another officer can then add you again.
theme-to-dark = Dark colours
theme-to-light = Light colours
