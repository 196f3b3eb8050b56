"""Slack: payloads in, Block Kit out, and the way to and from workspaces.

reading -> arriving                  a payload as what somebody did; who did it; stored
listeners, commands                  what is typed and pressed, and what stands behind /qualify
form_listeners, forms, views         App Home, shortcuts, forms
app                                  all of it in Bolt
render, fitting, files               a card as blocks that there is room for, and as files
calling, messenger                   pauses and refusals; shown once, changed in place
people                               who somebody is, as Slack and they themselves say
workspaces, installations            one workspace by its token, or many that install the app
connection                           Socket Mode, signed HTTP, the installation's pages
manifest.yaml                        what the app is, to paste
"""
