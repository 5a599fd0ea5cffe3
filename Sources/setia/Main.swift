import SetiaCommands

/// The program: all of it is in `SetiaCommands`.
@main
enum Main {
    static func main() async {
        await runCommandLine()
    }
}
