# The page of figures.
nav-figures = How well it does
figures-about = As of { $time }, model { $model }. Of incidents that have ended with somebody having seen the person.
figures-parts = Parts of the figures
figures-save = Save the tables
figures-print = Save as PDF
figures-name = figures-{ $force }-{ $day }
figures-left = { $n } still to read
figures-plotted = { $what }, 0 to 100 %
figures-nothing = Nothing to show yet.
figures-fairness-limits = Groups differ in age and in what was recorded of them: a difference is no proof of unfairness, and none is no proof of fairness. Small groups are withheld, and others with them so that they cannot be found by subtraction. Ethnicity enters no estimate and no suggestion.
figures-curve = Do the estimates mean what they say?
figures-curve-about = Each point is a tenth of the incidents. On the dashed line as many were harmed as the estimate said; above it more, below it fewer. Bars hold 95 in 100.
figures-curve-none = Too few incidents with an estimate to draw it.
figures-curve-x = Estimate
