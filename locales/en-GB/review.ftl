# The safeguarding review queue.
nav-review = Safeguarding review
review-about = { $n ->
    [0] Nothing waits at { $force }.
    [one] 1 open incident to look at, { $force }.
   *[other] { $n } open incidents to look at, most risk that nobody addresses first, { $force }.
}
review-show = Show
review-show-all = All
review-show-children = Under 18
review-show-challenged = Challenged
review-show-not-sought = Exploited, not looked for
review-show-not-addressed = Danger, no action
review-show-grade-fell = Grade fell
review-table = Incidents to look at
review-concerns = Why it stands here
review-child = Under 18
review-empty = No grade fell unseen, no challenge waits, no danger is without an action, and nobody who is exploited is without somebody looking for them. This is as of what is on this laptop.
review-none-chosen = None of these among the { $n } that wait.
review-show-all-again = Show all
