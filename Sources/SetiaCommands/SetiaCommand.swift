internal import ArgumentParser

/// Runs the command that the process was called with, and ends the process as it ends.
package func runCommandLine() async {
    await SetiaCommand.main()
}

/// The whole command line: `setia` and its commands, one file each.
struct SetiaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "setia",
        abstract: "A loyalty platform: events in, points out, and every point says why.",
        discussion: """
            A brand is a database (--database, SETIA_DATABASE) and its keys (--keys).

            EXAMPLES
              setia programme publish kopi-setia.yaml --database shop.db
              setia import events orders.csv --columns customer=card_no
              setia serve --database shop.db --port 8080

            EXIT CODES   0 done  1 with refused rows  64 called wrongly  65 bad input
              66 not there  69 database away  73 cannot make  74 cannot read  78 not set up
            """,
        subcommands: [
            ServeCommand.self, DemoCommand.self, ImportCommand.self, ExportCommand.self, ProgrammeCommand.self,
            MemberCommand.self, SegmentCommand.self, ReviewCommand.self, ReferralCommand.self, RewardCommand.self,
            VoucherCommand.self,
            CartCommand.self,
            SurveyCommand.self, CaseCommand.self, GatheringCommand.self,
            InboxCommand.self, MailPipeCommand.self, ChannelCommand.self, BroadcastCommand.self, ContentCommand.self,
            JourneyCommand.self,
            KeyCommand.self,
            WebhookCommand.self,
            StaffCommand.self,
            ReportCommand.self,
            InsightCommand.self, WhatIfCommand.self, ExplainCommand.self, VerifyCommand.self, DoctorCommand.self,
            DatabaseCommand.self,
        ]
    )
}
