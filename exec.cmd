@rem npm scripts begin with exec, so that a signal to npm reaches Node. Shells have it; cmd.exe gets it here.
@%*
