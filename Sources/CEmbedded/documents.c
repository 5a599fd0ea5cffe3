#include "embedded.h"

static const struct setia_file documents[] = {
    {"openapi", (const unsigned char[]){
#embed "../SetiaDocuments/openapi.yaml" suffix(, 0)
    }},
    {"style", (const unsigned char[]){
#embed "../SetiaDocuments/docs.css" suffix(, 0)
    }},
    {"architecture", (const unsigned char[]){
#embed "../../docs/architecture.md" suffix(, 0)
    }},
    {"bought", (const unsigned char[]){
#embed "../../docs/insight/bought.md" suffix(, 0)
    }},
    {"budgets", (const unsigned char[]){
#embed "../../docs/rules/budgets.md" suffix(, 0)
    }},
    {"campaigns", (const unsigned char[]){
#embed "../../docs/rules/campaigns.md" suffix(, 0)
    }},
    {"console", (const unsigned char[]){
#embed "../../docs/console.md" suffix(, 0)
    }},
    {"contact", (const unsigned char[]){
#embed "../../docs/rules/contact.md" suffix(, 0)
    }},
    {"deciding", (const unsigned char[]){
#embed "../../docs/rules/deciding.md" suffix(, 0)
    }},
    {"demo", (const unsigned char[]){
#embed "../../docs/demo.md" suffix(, 0)
    }},
    {"earning", (const unsigned char[]){
#embed "../../docs/rules/earning.md" suffix(, 0)
    }},
    {"households", (const unsigned char[]){
#embed "../../docs/rules/households.md" suffix(, 0)
    }},
    {"integrating", (const unsigned char[]){
#embed "../../docs/integrating.md" suffix(, 0)
    }},
    {"ledger", (const unsigned char[]){
#embed "../../docs/rules/ledger.md" suffix(, 0)
    }},
    {"lifetime", (const unsigned char[]){
#embed "../../docs/insight/lifetime.md" suffix(, 0)
    }},
    {"measures", (const unsigned char[]){
#embed "../../docs/insight/measures.md" suffix(, 0)
    }},
    {"milestones", (const unsigned char[]){
#embed "../../docs/rules/milestones.md" suffix(, 0)
    }},
    {"operating", (const unsigned char[]){
#embed "../../docs/operating.md" suffix(, 0)
    }},
    {"peerCases", (const unsigned char[]){
#embed "../../docs/rules/peer-cases.md" suffix(, 0)
    }},
    {"performance", (const unsigned char[]){
#embed "../../docs/performance.md" suffix(, 0)
    }},
    {"phases", (const unsigned char[]){
#embed "../../docs/rules/phases.md" suffix(, 0)
    }},
    {"programme", (const unsigned char[]){
#embed "../../docs/rules/programme.md" suffix(, 0)
    }},
    {"reliability", (const unsigned char[]){
#embed "../../docs/reliability.md" suffix(, 0)
    }},
    {"referral", (const unsigned char[]){
#embed "../../docs/rules/referral.md" suffix(, 0)
    }},
    {"returns", (const unsigned char[]){
#embed "../../docs/rules/returns.md" suffix(, 0)
    }},
    {"rules", (const unsigned char[]){
#embed "../../docs/rules/README.md" suffix(, 0)
    }},
    {"rewards", (const unsigned char[]){
#embed "../../docs/rules/rewards.md" suffix(, 0)
    }},
    {"scaling", (const unsigned char[]){
#embed "../../docs/operating/scaling.md" suffix(, 0)
    }},
    {"staff", (const unsigned char[]){
#embed "../../docs/rules/staff.md" suffix(, 0)
    }},
    {"accounts", (const unsigned char[]){
#embed "../../docs/rules/accounts.md" suffix(, 0)
    }},
    {"cases", (const unsigned char[]){
#embed "../../docs/rules/cases.md" suffix(, 0)
    }},
    {"gatherings", (const unsigned char[]){
#embed "../../docs/rules/gatherings.md" suffix(, 0)
    }},
    {"surveys", (const unsigned char[]){
#embed "../../docs/rules/surveys.md" suffix(, 0)
    }},
    {"reviews", (const unsigned char[]){
#embed "../../docs/rules/reviews.md" suffix(, 0)
    }},
    {"tiers", (const unsigned char[]){
#embed "../../docs/rules/tiers.md" suffix(, 0)
    }},
    {"vouchers", (const unsigned char[]){
#embed "../../docs/rules/vouchers.md" suffix(, 0)
    }},
    {"journeyEditor", (const unsigned char[]){
#embed "../../docs/journeys.md" suffix(, 0)
    }},
    {"whatIf", (const unsigned char[]){
#embed "../../docs/what-if.md" suffix(, 0)
    }},
    {"portal", (const unsigned char[]){
#embed "../../docs/portal.md" suffix(, 0)
    }},
    {"broadcasts", (const unsigned char[]){
#embed "../../docs/rules/broadcasts.md" suffix(, 0)
    }},
    {"journeys", (const unsigned char[]){
#embed "../../docs/rules/journeys.md" suffix(, 0)
    }},
    {"content", (const unsigned char[]){
#embed "../../docs/rules/content.md" suffix(, 0)
    }},
    {"conversation", (const unsigned char[]){
#embed "../../docs/rules/conversation.md" suffix(, 0)
    }},
    {"channels", (const unsigned char[]){
#embed "../../docs/rules/channels.md" suffix(, 0)
    }},
    {"inbox", (const unsigned char[]){
#embed "../../docs/inbox.md" suffix(, 0)
    }},
    {0, 0},
};

const struct setia_file *const setia_documents = documents;
