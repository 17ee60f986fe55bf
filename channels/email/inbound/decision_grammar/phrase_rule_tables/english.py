"""English: how a yes, a no and a wish to wait are put together. A table as `phrase_rules` reads it."""

ENGLISH = """
I = i|we
DET = the|this|your|that|our
NOUN = request|release|deployment|deploy|change|changes|call|action|step|tag|tagging|push|rollout|roll-out|operation|execution|plan|proposal|job|run|task|command|version|merge|update|commit|tool call|release tag|approval request|release request|deployment request
NAMED = [{DET}] ({NOUN}|{NOUN} {NOUN}) [for|of|to|as|at|on|named|called] {V}
V = (\ue000|[version|tag|commit|release|revision] \ue000) [(as|on|at|for|to|from|=) [version|tag|commit|release|revision] \ue000]
OBJ = this|it|that|this one|{DET} [proposed|requested] ({NOUN}|{NOUN} {NOUN})|{NAMED}|{V}|tagging {V}
ADV = hereby|herewith|fully|happily|gladly|formally|officially|definitely|absolutely|do|also|certainly|wholeheartedly
BARE = approve|authori<s,z>e|greenlight|green-light
GRANT = approve|authori<s,z>e|accept|grant|greenlight|green-light|green light|okay
GRANTING = approving|authori<s,z>ing|accepting|granting|greenlighting|green-lighting|okaying
GRANTED = approved|authori<s,z>ed|accepted|granted|greenlit|green-lit|cleared|signed off
GIFT = approval|permission|consent|authori<s,z>ation|blessing|ok|okay|go-ahead|go ahead|green light|greenlight|sign-off|signoff|sign off|clearance|thumbs up|go
A = [my|our|the|a] [full|formal|official|explicit|final|complete] {GIFT}
VERB = tag|release|deploy|ship|merge|push|run|execute|publish|launch|do|perform|proceed with|continue with|go ahead with|carry on with|move forward with|move ahead with|go for|apply|process|roll out|carry out|push out|kick off|send out
APART = roll|push|ship|send|carry|get
ACT = {VERB} {OBJ}|tag|release|deploy|ship|merge|push|run|execute|publish|go ahead|go right ahead|proceed|continue|carry on|go on|move forward|move ahead|go forward|get going|get started|get on with it|get it done|get this done|get it out [the door]|get this out|make it happen|do so|push ahead|press on|{APART} (it|this) (out|through)|create {OBJ}|start {OBJ}|cut the release|cut {V}
ASK = please|pls|plz|kindly|just|do|then|now|so
YOU = you can|you may|feel free to|you are free to|you are welcome to|you are clear to|you are cleared to|you are good to|you are ok to|you are okay to|you are approved to|you are authori<s,z>ed to|let us|let's|we can|it is fine to|it is ok to|it is okay to|it is good to|it can|this can
ABLE = [all|i am] (ok|okay|fine|good|clear|cleared|free|approved|happy|glad) (to|for you to)
HAPPY = happy|glad|pleased|delighted|fine|comfortable|ok|okay|good
FROM = from me|from my side|from my end|from our side|from our end|from here
SIDE = from me|from my side|from my end|from our side|from our end|from here|on my side|on my end|on our side|by me|for me|for my part|on my part|on my behalf
YES = yes|yep|yup|yeah|aye|yea|yes sir|yes ma'am
SURE = absolutely|definitely|certainly|of course|by all means
+ [{ADV}] {BARE} [{OBJ}]
+ {I} [{ADV}] ({GRANT}|have {GRANTED}|am {GRANTING}|are {GRANTING}) [{OBJ}]
+ [{I} am] {GRANTING} [{OBJ}]
+ {I} (agree to|consent to|agree to approve|say yes to|vote yes on|vote to approve|vote yes|vote to go ahead|vote for going ahead|say yes|say go|say go ahead|say go for it) [{OBJ}]
+ {I} [{ADV}] (give|grant|am giving|are giving) [you|it|this|you all] {A} [for|to] [{OBJ}]
+ [{I} am] giving [you|it|this] {A} [for|to] [{OBJ}]
+ you (have|have got|got) {A} [for|to|on] [{OBJ}]
+ you (have|have got|got) {A} to {ACT}
+ {A} (granted|given|confirmed|is granted|is given|is confirmed|is yours) [for {OBJ}]
+ [{I}] (confirm|am confirming|confirming|grant|granting) {A} [for|of|to] [{OBJ}]
+ (full|formal|official|explicit|final) {GIFT} (for {OBJ}|{FROM})
+ [consider|call] {OBJ} [is|are] [hereby|all|fully|officially|formally] {GRANTED} [by me]
+ {GRANTED} [[for] {OBJ}|for (release|deployment|tagging|rollout|execution|publication)]
+ {GRANTED} (to {ACT}|without (comments|changes|reservations|conditions|further comments|remarks|objections)|with pleasure|in full|as is|on all counts)
+ all {GRANTED}
+ you are {GRANTED} [to {ACT}]
+ [{ASK}] [{YOU}] [{ASK}] {ACT}
+ {ABLE} {ACT}
+ {I} (am|are) [{ADV}|very|perfectly|quite|totally|completely] {HAPPY} (to (approve|authori<s,z>e|sign off on|sign off|go ahead|proceed|go ahead with|proceed with|give {A} to)|approving) [{OBJ}]
+ {HAPPY} (to (approve|authori<s,z>e|sign off on|sign off|give {A} to)|approving) [{OBJ}]
+ [{I} am|{I} are] {HAPPY} (for|with) {OBJ} (to (go ahead|proceed|go out|go live|go through|be released|be tagged|be deployed|ship)|going (ahead|out|live|forward|through)|being (released|tagged|deployed|pushed|shipped))
+ {BARE} {OBJ} on my behalf
+ [{I}] (am|are) [{ADV}|very|perfectly|quite|totally] {HAPPY} with (tagging|releasing|deploying|shipping|merging|pushing|running|executing|publishing) {OBJ}
+ (clear|cleared|good|fine|ok|okay) (for release|to go)
+ yessir|yes siree|you betcha|sgtm|(go|move|push) (forward|ahead|on) with {OBJ}
+ please (go|move|push) (forward|ahead|on) with {OBJ}
+ [that is|it is|this is|this gets|that gets] (a|an) [firm|clear|definite|strong|big|resounding|solid|full|emphatic|easy] (yes|go|approve|approval|go-ahead|thumbs up) [{SIDE}]
+ (yes|go|go-ahead|green light|approval|sign-off|go ahead) {FROM}
+ (my|the) (answer|vote|decision) is [a] [clear|firm|definite] (yes|approve|approved|go|to approve|to go ahead|go ahead)
+ {I} [hereby|have|am] (sign|signed|signing) (off|this off|it off|that off) [on] [{OBJ}]
+ (signing|signed) (off|this off) [on] [{OBJ}]
+ (green light|greenlight|go-ahead|sign-off|signoff) ([is] given|[is] granted|for {OBJ}|on {OBJ})
+ it is [a] go
+ (this|it|that||{OBJ}) has [my|our] [full] {GIFT}
+ (consider|take|treat|count) (this|that|it|this mail|this reply|this message|this email) [as] (my|an|a|our) (approval|yes|go-ahead|green light|sign-off|ok|consent|go|official approval)
+ (this|that) is my (approval|ok|go|green light|sign-off|go-ahead|yes)
+ [let's|let us|please|just] (get|have) ({OBJ}) (tagged|released|shipped|merged|deployed|live|out [the door]|done|rolled out|pushed|pushed out|published|going|started|through)
+ {OBJ} (is good to|is ok to|is okay to|is clear to|is cleared to|is fine to|is free to) go
+ {OBJ} (can|is good to|is ok to|is okay to|is clear to|is cleared to|is fine to|is free to) (go out|go ahead|ship|go live|proceed|go through|be (tagged|released|shipped|merged|deployed|pushed|published|run|executed))
+ (endorsed|blessed|sanctioned|rubber-stamped|rubber stamped|stamped|okayed|ok'd|signed) [by me]
+ {I} (am|are) all for (going ahead|it going ahead|releasing|shipping) [with] [{OBJ}]
+ i would go ahead and say yes|no reason to hold back go ahead
+ (go|going) (with|for) {OBJ}
+ [yes] tag away|ship away|roll with it|send away|release away|go nuts|go wild|go for launch
+ [it is|we are|all|you are|that is] (good|clear|cleared) to go
+ all systems go|full steam ahead|full speed ahead|fire away|let it rip|have at it|knock yourself out|get on with it|hit it|make it so|go go|let's roll|let us roll|let's do this|let us do this|let us do it|let us go|let us ship it|let us go for it|bombs away|punch it
+ {YES} (this|it|that||{OBJ}) (is|looks) (fine|good|ok|okay|right|correct|approved|the right one|the right commit|what we want|all good|ready)
+ {YES} {I} (do|am) (fine with {OBJ}|ok with {OBJ}|okay with {OBJ}|happy with {OBJ}|sure|confirm|confirm that|agree|agree with {OBJ})
+ {YES} (please|{SURE}|to (this|it|that|this one|{OBJ})|from me|{SIDE}|it is|you may|you can|i do|do|you have {A}|that is (correct|right|fine|ok|okay|good)|it is (correct|right|fine|ok|okay|good)|this is (correct|right|fine|ok|okay|good)|looks (good|fine|right|ok|okay)|i am sure)
+ ({SURE}|definite|clear|big|absolute|firm|resounding|hell|most definitely) yes
+ yep|yup|yeah|yea|aye aye|{SURE}
+ [all] (ok|okay|fine|good|all good|all fine|all ok) (from me|from my side|from my end|from our side|from our end|from here|on my side|on my end|for me)
+ (agreed|i agree|we agree|agreed and approved)
+ [definite|clear] yes
+ (permission|request|clearance) [to (proceed|go ahead|{ACT})] (granted|approved)
+ approved and (signed|signed off|confirmed|cleared)
> {FROM}|as far as i am concerned|as far as we are concerned|for my part|for our part
< to production|into production|to prod|in production|to live|today|for production|on production
+ (kick (it|this|{OBJ}) off|(put|take|make|get|bring) (it|this|{OBJ}) live|go live|(put|move|bring|get|send|push|ship) (it|this|{OBJ}) (to|into) (production|prod)) [please|now]
+ [{ASK}] [{YOU}] [{ASK}] (kick (it|this|{OBJ}) off|kick off {OBJ}|(put|take|make|get|bring) (it|this|{OBJ}) live|(put|move|bring|get) (it|this|{OBJ}) (to|into) (production|prod)|crack on|crack on with (it|this|{OBJ})|go live [with {OBJ}]|do (it|this))
+ {OBJ} (can|is allowed to) [now] (go out|go ahead|ship|go live|proceed|go through|be (created|made|cut|set|started|tagged|released|shipped|merged|deployed|pushed|published|run|executed|rolled out|put live)) [as planned]
+ [here is|hereby|this is|there is] (my|our) {GIFT} (for|to|on) ({OBJ}|{ACT})
+ [here is|hereby] (my|our) [formal|official|full|written] (approval|ok|okay|go-ahead|green light|sign-off|consent)
+ (ok|okay|fine|green light|go|approval|go-ahead|good|all good|approved|clear|happy) {SIDE} (to {ACT}|for you to {ACT}|for {OBJ}|with {OBJ})
+ (i am|we are|i'm) (ok|okay|fine|happy|comfortable) with (this|it|that|{OBJ}) (going (ahead|out|live|through)|being (released|deployed|shipped|tagged|published))
+ [{I}] (approve|authori<s,z>e|sign off on|clear|release|greenlight|ok|okay) (the|this|that|your) ({NOUN}) (to|into|for|in) (production|prod)
+ (approval|permission|clearance|consent|green light|go-ahead) (is|has been) [hereby|now] (granted|given) [to {ACT}|for {OBJ}|{SIDE}]
+ no need to wait [any longer] (go ahead|ship it|release it|please go ahead)
+ {OBJ} (is|has been) [hereby|now|fully|formally|officially] {GRANTED} [{SIDE}|to {ACT}|for (release|production|deployment)]
+ (it|this|that) is [hereby|now|fully|formally|officially|all] {GRANTED} {SIDE}
~ [{I}|{I} have|{I} just|have|{I} have just] (had|taken|took|have had) a [quick|good|close|careful|brief|proper] look [at (it|this|{THING}|{OBJ}|everything)|through {THING}|over {THING}]
~ (they|those|these|both|the whole lot|all of it|all of this|all of them|everything in there) [all] (look|looks|are|is|seem|seems) [all|very|pretty|perfectly] {GOOD} [to me|here]
? {CROWD} (has|have) been (chasing|asking for|waiting for|begging for|pushing for|hoping for|after|waiting on|crying out for|pestering us for|asking about) {FIX} [all (week|day|month|year|morning)|since (monday|tuesday|wednesday|thursday|friday|last week|yesterday|last month)|for (days|weeks|ages|months|a while)]
? [{I}] [have] (been waiting|waited) [long enough] for (this|it|that|{FIX}|this one) [all week|for (days|weeks|ages|a while)|long enough]|we have waited long enough [for (this|it|{FIX}|this one)]
? (qa|{CREW}|{CROWD}) (has|have|is|are|already|just) (ok with (it|this)|fine with (it|this)|happy with (it|this)|happy|approved the (build|tests)|signed (it|this) off|signed off (yesterday|today|this morning|already|too|as well)|given the green light) [too|as well|already]
? {CREW} signed off [on (it|this)] (yesterday|today|this morning|already|too|as well|last night|earlier)
? (tests|all tests|the tests|ci|the build|the pipeline|checks|all checks) (passed|is green|are green|are all green|went green|are passing|came back green|ran through) [{WHENPAST}]
WHENPAST = yesterday|this morning|today|last night|overnight|just now|earlier
= [this|that|it] (was|has been) (a long (one|road|haul|week|day|ride)|quite a (ride|week|journey)|a lot of work|hard work|a tough one)
= thanks for (your|the) (quick|fast|speedy|detailed|clear|thorough|careful|nice|great|good) (reply|response|summary|description|write-up|explanation|overview|work|update|turnaround|notes|changelog|preparation|fix)
= thanks for (keeping (me|us) (posted|updated|informed|in the loop)|waiting|your patience|asking first|checking with me|checking first|checking in|letting me know|taking care of (this|it)|getting this (done|out|ready|fixed)|handling (this|it)|doing this|putting this together|preparing (this|it|the release)|documenting (it|this|everything)|flagging (it|this)|the details|the info|the update|the reminder|the overview|the context|the heads-up|the note)
= [i] (was|have been) (off|away|out|offline|on leave|on holiday|on vacation|out of office|in the air|out sick) [yesterday|this morning|until now|all day|last week|today]
= (have a|enjoy your) (great|good|nice|lovely) (rest of (the|your) (day|week)|lunch|break|evening|one|weekend ahead)
> sweet|right on|neat|ta|bravo|great stuff|fab|fantastic|superb|terrific|splendid|very good|very well|no prob|bingo|works|sounds great|sounds fine|amazing|nice and clean|solid|good stuff|ace|top|cool beans|understood|got it|fair enough|okie dokie|yes indeed|right you are|no worries at all|hi all|alrighty
> yes|yep|yup|yeah|yea|ok|okay|okey|k|sure|sure thing|great|perfect|alright|all right|fine|cool|absolutely|definitely|certainly|of course|by all means|good|awesome|excellent|nice|lovely|super|wonderful|brilliant|thanks|thank you|thx|many thanks|thanks a lot|agreed|confirmed|lgtm|hereby|ok then|okay then|great work|good work|good job|nice work|great job|nice one|yes please|cheers|roger|copy that|affirmative
< please|pls|plz|thanks|thank you|thx|ty|cheers|thanks a lot|many thanks|thank you very much|thanks so much|now|then|right away|straight away|immediately|asap|as planned|as proposed|as requested|as described|as discussed|as agreed|as shown|as is|as it is|as intended|as suggested|as presented|as stated|as submitted|as written|as it stands|at your convenience|at any time|any time|anytime|with pleasure|gladly|happily|for sure|with my blessing|all the way|{SIDE}|on behalf of the team|for the team|without further ado|100%
NOUGHT = no|zero|not any|have no|i have no|we have no|i have got no|i see no|i do not have any|i do not see any|there are no|there is no|without any|without|got no|with no|have not got any
TROUBLE = note<,s>|issue<,s>|objection<,s>|concern<,s>|problem<,s>|worries|reservation<,s>|complaint<,s>|remark<,s>|comment<,s>|blocker<,s>|doubts|question<,s>|reason not to|reason to hold this up|issues at all|red flags|showstoppers
THING = it|this|that|everything|all|the (hash|sha|version number|checklist|ticket|docs|documentation|evidence|summary|description|rollback plan|test results|results|content|contents|command|parameters|figures|commit|diff|change|changes|changelog|tag|version|build|pipeline|ci|tests|release|plan|request|code|checks|release notes|notes|arguments|values|numbers|details|commit and tag|tag and commit|log)|tests|ci|build|pipeline|all tests|all checks|checks|changes|diff|commit|changelog|version|\ue000|the whole thing|those|these
GOOD = good|great|fine|ok|okay|right|correct|alright|all right|in order|clean|green|all good|all fine|all right|all green|sane|reasonable|solid|sensible|perfect|excellent|as expected|good to go|ready|legit|clear|nice|very good|really good|spot on|sound|passing
~ {NOUGHT} [further|more|other|real|big|major] {TROUBLE} [{SIDE}|here|with {OBJ}|about {OBJ}|to {OBJ}|against {OBJ}|at all|whatsoever|whatever|with that|with it]
~ [i have|i have got|have] nothing (against {OBJ}|to add|to object [to]|to complain about|further|to say against {OBJ})
~ [all] green across the board
~ no need to wait [any longer]
~ (no|not a) (problem|worries|bother|biggie|issue) [{SIDE}|at all|for me|whatsoever]
~ {I} (do not|don't) (object|mind|see (why not|a problem|any problem|any issue|any reason not to|anything wrong)|have a problem with {OBJ}|have anything against {OBJ}|see any issues) [to {OBJ}|with {OBJ}|at all|here]
~ {THING} [all] (looks|look|is|are|sounds|seems|seem) [all|very|pretty|really|absolutely|perfectly|quite|just] {GOOD} [to me|for me|with me|by me|now|here|on my end|from my side|to us]
~ {THING} [all] (checks out|check out|passed|pass|works|went through) [fine|well|now]
~ (looks|looking|sounds|seems|feels) [all|very|pretty|really|absolutely|perfectly|quite] {GOOD} [to me|for me|here]
~ [i am|we are|am|all|that is|it is|this is|is] [totally|completely|perfectly|absolutely|quite|all|very] (fine|ok|okay|happy|good|cool|comfortable|satisfied) (with|by|for) ({OBJ}|me|us)
~ [that|this|it] works for (me|us)
~ [{I}|{I} have|{I} just|{I} have just|just|have] (reviewed|checked|verified|read|looked at|looked over|looked into|looked through|had a look at|taken a look at|took a look at|gone over|gone through|went over|went through|double-checked|double checked|inspected|tested|examined|compared|confirmed|seen|validated|had a quick look at) [{THING}|{OBJ}] [twice|again|carefully|thoroughly|just now|and {THING}|myself|this morning|today]
~ [and] ({THING}|\ue000) is (the right one|the right commit|the correct one|what we want|the one we want|what we agreed|right|as agreed|what i expected|as expected|what we discussed|just what we need)
~ (good|great|nice|excellent|well|solid|lovely) (work|job|stuff|one|catch|summary|write-up|done)
~ [i am|we are|am] (all for {OBJ}|in favo<,u>r [of {OBJ}]|for it|on board [with {OBJ}])
~ (ok|okay|fine|good|all good|all fine|all clear|all ok|all okay|all set) [then] [{SIDE}]
~ (aprroved|aprooved|appoved|approvd|apporved|approoved|aproved|aprove|appove|approv|approed|yess|yes go ahed|go ahed|go aheda|goahead|proceeed|procede|procceed)
~ [yes] (go ahed|goahead|go a head|proceeed|procede)
OFF = reject|decline|deny|refuse|veto|disapprove [of]|oppose|turn down|object to|vote against|say no to|disagree with|block|cancel|object
OFFED = rejected|declined|denied|refused|vetoed|disapproved|turned down|cancelled|canceled|aborted|not approved|not authori<s,z>ed|not granted|not accepted|not signed off|unapproved|withdrawn|revoked
CANNOT = cannot|cant|can't|will not|wont|won't|do not|dont|don't|am not able to|am unable to|are unable to|must not|may not|am not going to|are not going to|am not willing to|am not prepared to|are not able to|shall not|could not possibly|can not|refuse to|decline to|am not ready to|simply cannot|really cannot|am not in a position to
MUST = have to|must|need to|will have to|am going to have to|am going to|will|want to|would like to|had better|am afraid i have to|am afraid i must|regret to|hereby|am sorry but i|am sorry to|would rather|do|feel obliged to|am forced to
YESWORD = approve|authori<s,z>e|accept|allow|permit|agree|agree to|agree with|sign off|sign off on|support|consent to|consent|endorse|go along with|give {A}|give {A} to|give {A} for|green-light|greenlight|grant
BADTHING = tag|commit|version|branch|release|build|sha|hash|repo|environment|number|changelog|revision|one|target
THATONE = {OBJ}|this request|that one|such a thing|anything|any of this|this as it is|this as is|like this|this way|a release|a deployment
- [no] {I} [really|definitely|simply|just|therefore|still|unfortunately] {CANNOT} [really|possibly|currently] {YESWORD} [{THATONE}]
- [no] [really|simply|just] ({CANNOT}|not able to|unable to|not going to|not willing to) {YESWORD} [{THATONE}]
- {I} (am|are) not (approving|authori<s,z>ing|accepting|allowing|signing off on|signing off|granting|giving {A} to|giving {A} for|giving {A}|in favo<,u>r of|ok with|okay with|agreeing to|agreeing with|on board with|going for) [{THATONE}]
- not (approving|authori<s,z>ing|accepting|signing off|signing off on|ok with|okay with|going to happen|happening|authorised by me|approved by me) [{THATONE}]
- [hereby|strongly|formally|categorically|strictly] {OFF} {THATONE}
- {I} [{MUST}] [hereby|strongly|formally|categorically|strictly] {OFF} [{THATONE}]
- {I} (am|are) [strongly|strictly|totally|completely] (rejecting|declining|denying|refusing|vetoing|against|opposed to|not in favo<,u>r of|turning down|blocking|pulling the plug on|cancelling|canceling|saying no to|voting against) [{THATONE}]
- (rejecting|declining|denying|refusing|vetoing|turning down|blocking) [{THATONE}]
- {I} have (rejected|declined|denied|refused) [{THATONE}]
- [{THATONE}|request|release|permission|approval|access|authori<s,z>ation] [is|are] [hereby|clearly] {OFFED} [by me]
- consider {OBJ} {OFFED}
- [{ASK}] (do not|never|dont|don't|let us not|let's not|no|you must not|you may not|you cannot|you should not|you are not to|i do not want you to|must not|we should not|we must not|we cannot|we will not|not to) [{ADV}|please|go ahead and|even] ({ACT}|{VERB} (it|this|that|anything|any of this|now|today) [now|today]|{VERB} {THATONE}|do that|do this|do anything|touch it|touch that|approve|approve this)
- [please] (do not|don't|dont) [please|ever]
- (this|it|that|that one|\ue000|the commit|the tag|the version) (is|looks|are|seems) (a no|a no go|a no-go|a hard no|rejected|not approved|not ok|not okay|not acceptable|unacceptable|not good|not happening|not going to happen|wrong|all wrong|denied|declined|a mistake|a bad idea|not a good idea|not right|incorrect|broken|not what we want|not correct|not the right one|the wrong one|the wrong commit|the wrong version|the wrong tag|not the right commit|not the release commit)
- (this|it|that) (must|should|shall|will|can|may) not (be (approved|released|tagged|merged|pushed|deployed|shipped|run|done|executed)|go out|go ahead|happen|go live|proceed|run|ship)
- (this|it|that) (cannot|will not|must not) (be (approved|released|tagged|merged|pushed|deployed|shipped|run|done|executed)|go out|go ahead|happen|go live|proceed|run|ship)
- (no|not my|not your|none of my) (approval|permission|go|go-ahead|green light|consent|ok|okay|authori<s,z>ation|sign-off|sign off|blessing|deal|dice|can do|chance|clearance) [given|granted] [{SIDE}|for {OBJ}]
- you (do not have|have not got|will not get|are not getting|do not get) {A} [for {OBJ}]
- [{ASK}] (cancel|abort|withdraw|reject|decline|deny|refuse|veto)
- [{ASK}] (cancel|abort|drop|scrap|kill|withdraw|discard|revoke|scratch|bin|terminate|ditch|nix|call off|reject|decline|deny|refuse|veto|turn down) ({OBJ}|it all|the whole thing)
- [{ASK}] (call (it|this) off|leave it|take (it|this) back|turn (it|this) down|pull (it|this))
- [that is|it is|this is] [the|a|an] (wrong|bad|incorrect|broken|faulty|invalid|mistaken) {BADTHING}
- not (the right|the correct|my|this|that) [{BADTHING}|one]
- not (this|that|like this|like that|this time|this way|in this form|as it stands|as is|acceptable|a good idea|ok|okay|good|good enough|going to happen|happening|on my watch|ok with me|okay with me|fine with me|fine|a chance|in a million years)
- (thumbs down|over my dead body|no deal|no dice|big no|hard no|hard pass|firm no|clear no|definite no|strong no|absolute no|hell no|heck no|god no|no way [jose]|no chance|not a chance|i say no|i vote no|i vote against|i think not|better not|rather not|i would rather not|i would prefer not to|i prefer not to|please not|by no means|in no way|out of the question|certainly not|definitely not|absolutely not|of course not|most certainly not|surely not|under no circumstances|nay|nein|negatory|no no|no no no|no thanks|nack|nak|no siree|no sir|no please|do nothing|leave it alone|leave things as they are|leave it as it is)
- [it is|that is|this is] (a|an) [firm|clear|definite|strong|big|hard|absolute|resounding] (no|no go|no-go|rejection|veto|reject) [{SIDE}]
- (no|nope|no go|no-go|rejected|reject|veto|denied) {SIDE}
- (my|the) (answer|vote|decision) is [a] [clear|firm|definite] (no|reject|rejected|to reject|nope|against)
- {I} (am|are) (not convinced|out|strictly against it|against it|against this|against that|not having it|not buying it)
- {I} (do not|don't|really do not) (want|like|agree|think so|think we should [do {OBJ}|{ACT}]|agree with {OBJ}|agree to {OBJ}|consent|want us to {ACT}) [{OBJ}]
- {I} disagree
- [{ASK}] (nobody|no one) (should|must|may) {ACT}
! [{ASK}|no] (wait|hold|hold off|hold on|hold up|stop|pause|postpone|delay|defer|stand by|standby|halt|freeze|park|sit tight|hang on|hang fire|suspend|keep waiting|slow down|sleep on) [{ASK}|please] [with|on|off] [{OBJ}|the {NOUN}|a moment|a bit|a second|a minute|for now|right there|there|everything]
! [{ASK}] put (it|this|that|{OBJ}) (on hold|off)
! [{ASK}] (let us|let's|we should|we have to|we need to|i would|i would like to|i want to|can we|could you|you should|you need to|you must|better) (wait|hold off|hold|pause|postpone it|delay this|postpone this|postpone|delay it|hold this)
- {I} (have to|must|am going to have to|am afraid i have to|am afraid i must|will have to|am saying|say|am voting|vote|need to) (say no|no|pass|pass on {OBJ}) [to {OBJ}|on {OBJ}]
- (this|it|that|{OBJ}) (is not|are not|does not look|do not look|should not|must not|cannot|will not|may not) (be (approved|released|tagged|merged|pushed|deployed|shipped|run|done|executed)|go out|go ahead|happen|go live|proceed|right|good|ok|okay|correct|acceptable|what we agreed|what we want|the commit we agreed on|the right one|the right commit|the right version|the right tag|going out|going ahead|happening|approved)
- (we|i) (should not|must not|cannot|will not|are not|am not|do not want to) (release|releasing|tag|tagging|ship|shipping|deploy|deploying|push|pushing|merge|merging|do|doing|run|running|proceed|proceeding|go ahead|going ahead) [with] [{OBJ}]
- not in (this|its) (state|current state|form|shape)|not on a friday|not on friday|no can do|not with (this|these) [many] (bugs|failures|tests)
- i would rather (not|we did not|you did not) [{ACT}]
- i do not want (this|it|that|{OBJ}) (tagged|released|shipped|merged|deployed|out|pushed|to go out|to go ahead)
- [please] (get rid of|pull the plug on|pull|kill|nuke|shelve|bury|toss) {OBJ}
- sorry but no|i am sorry but no|sorry but i (cannot|will not) approve [{OBJ}]
! (this|it|that|{OBJ}|we|i) (is|are|am) not ready [yet]
! not ready [yet]
! not (now|yet|today|right now|just yet|this week|tonight|before|until|at the moment|at this time|for now|so fast)
! (give me|i need|need|let me have|just give me) [a|some|one|more|another|a few|five|ten|two] [more] (minute<,s>|moment<,s>|sec<,s>|second<,s>|hour<,s>|time|day<,s>|bit)
! {I} (am|are) not (ready|done|there) [yet]
= [many|big|a lot of] thanks [so much|a lot|again|everyone|all|team|very much] [for (asking|checking|checking with me|letting me know|the heads up|the heads-up|the summary|the details|the info|the reminder|the update|the quick turnaround|waiting|your patience|your work|the work|this|doing this|preparing this|taking care of this|handling this|the clear summary|the context|the information|your help|flagging|flagging this|looking into this|double-checking|double checking|the good work|the great work|the notice|reaching out|running this by me|asking first|all the details|the clear description|putting this together|your message|your mail|your email|the mail|the message)]
= thank you [so much|very much|again|everyone|all|team] [for (asking|checking|checking with me|letting me know|the heads up|the heads-up|the summary|the details|the info|the reminder|the update|waiting|your patience|your work|the work|this|preparing this|taking care of this|handling this|the context|the information|your help|your message|your mail|your email|looking into this|asking first|the good work|the great work)]
= (have a (good|nice|great|lovely) (day|one|weekend|evening|week)|good luck|take care|talk soon|all the best|hope you are well|hope you are doing well|i hope this helps|sorry for the (delay|late reply|wait)|apologies for the (delay|late reply)|sorry [i am] late|no need to reply|kind regards|warm regards|best regards|many greetings|happy (monday|tuesday|wednesday|thursday|friday)|much appreciated|appreciated|appreciate it|greetings|well done|keep up the good work|great work|good work|good job|speak soon|see you)
= [and] [please|pls] (let me know|ping me|tell me|drop me a line) [when it is (done|out|live|finished|tagged|released|complete|deployed|through)|once it is (done|out|live|finished|tagged|released|complete|deployed|through)|when done|once done|how it goes|how it went|if you need anything [else]|when you are done]
= [and] [please] (keep me posted|keep me updated|keep me in the loop|report back [when done])
= (hi|hello|hey|dear|good morning|good afternoon|good evening|morning|hiya|hi there|hello there) [all|team|bot|there|everyone|everybody|folks|colleagues|both|guys]
+ {I} (am|are) [very|quite|more than] {HAPPY} to (confirm|give|grant) {A} [for|to] [{OBJ}]
+ {A} [is] hereby (given|granted|confirmed) [for {OBJ}]
+ [please] (consider|take|treat|count|accept|regard|read|view) (this|that|it|this mail|this reply|this message|this email|this answer) as (my|an|our) [formal|official|full] (approval|yes|go-ahead|green light|sign-off|ok|consent|go|confirmation of approval)
+ [this is to|{I} hereby|{I}] confirm [that] {I} [hereby|fully] (approve|authori<s,z>e|consent to|agree to) [{OBJ}]
+ (put|mark|count) me [down] (as|for) a yes|mark (it|this|{OBJ}) [as] approved|mark as approved
+ (this|it|that|{OBJ}) (gets|has) (my|our) (vote|ok|approval|blessing|go-ahead|go|sign-off|yes|okay)
+ you have (my|our) (vote|blessing)
+ [please|just] (crack on|fire away|fire it off|fire it up|fire ahead|carry on then|on you go|off you go|away you go|go live|take it live|put it live|push it live|get it live|make it live|push the button|press the button|hit the button|pull the trigger|light it up|send it out|get it over the line|get it shipped|get it released|get it tagged|get it rolling|let it roll|do your thing|do your magic|work your magic|go forth|run with it|go through with it|proceed as planned|action this|action it) [with {OBJ}|{SIDE}]
+ (yes|yep|yup|yeah|aye) [please] (go|go go|let's|let's go|let us|sure|indeed|of course|naturally|totally|100%|by all means|100 percent|a hundred percent|all good|all good go ahead|very much so|for sure|without a doubt|no doubt|without question|no problem at all|with pleasure|gladly|happily|fully approved)
+ (100%|100 percent|a hundred percent|a thousand times|most definitely|very much) [a] (yes|approved|approve)
+ but of course|most certainly|most definitely|without a doubt|without question|for sure|totally yes
+ {GRANTED} [{SIDE}] (no questions asked|with no changes|as it stands|across the board|all round|all around)
+ {GRANTED} (and|then) (go ahead|good to go|ready to go|proceed)
+ you may [now|certainly|of course|gladly] (tag|release|deploy|ship|merge|push|run|execute|publish|proceed|go ahead|do so|do it|carry on|continue)
> surely|okie doke|okie-dokie|okie-doke|okey dokey|okey-dokey|okey doke|woohoo|yay|hooray|hurray|hurrah|finally|at last|ok cool|ok great|ok good|ok perfect|okay great|okay good|okay cool|right then|right so|well then|alright then|sounds like a plan|very nice|really nice|love it|great news|good news|good call|good thinking|exciting|absolutely yes|no problem|no worries|not a problem|with pleasure|gladly|happily|reviewed|checked|verified|read and understood|seen|all ok|all okay|all fine|all good|ok all good|understood and agreed
> (great|good|nice|excellent|fantastic|amazing|super|awesome|brilliant) (work|job|stuff) (all|everyone|everybody|team|folks|guys|both|as always|as ever|again)
< as (described|outlined|listed|shown|detailed|specified|stated|set out|written) (below|above|here)|as (outlined|listed|detailed|specified|set out|proposed by you|per your request|per the plan|per the request|per your mail|per your email|per usual|always|usual)|per your request|per the plan|on my end|at my end|from us|by us|over here|from my part|from my perspective|as far as i am concerned|from where i sit|from where i stand|from me too|with my full support|if you please|mate|chief|boss|buddy
~ {I} [have] (compared|matched|checked) {THING} (with|against|to) {THING} [and (it|they|both|all|everything) (matches|match|is fine|are fine|looks good|look good|line up|agree)]
~ [and] (it|they|that|everything|all|both) (matches|match|lines up|line up|adds up|add up|is consistent|are consistent) [with {THING}]
~ (do not|no need to) (wait|hold back) (for|on) me [any longer]|please do the needful|do the needful|no need to ask [again]|no need to ask twice
~ two thumbs up [{SIDE}]|green from me|green from my side|green from my end
REGRET = i regret|i regret to say|i regret to inform you|i am afraid|i am sorry to say|we regret|we regret to inform you|i have to tell you|i must tell you|please note|please be advised|be advised|after review|after careful review|after consideration
GERUND = doing|releasing|tagging|shipping|deploying|pushing|merging|running|executing|publishing|going ahead with|going ahead|proceeding|proceeding with|approving|signing off on|signing off|authori<s,z>ing|allowing|having
- {REGRET} [that] {I} [really|simply] {CANNOT} {YESWORD} [{THATONE}]
- {REGRET} [that] {I} (must|have to) (reject|decline|refuse|deny|say no to|turn down) [{THATONE}]
- {REGRET} [that] ({OBJ}|this|it|your request|my answer) is (rejected|declined|denied|not approved|refused|no|a no)
- {A} [is|was|has been|hereby|is hereby] (withheld|denied|refused|declined|rejected|not given|not granted|revoked|withdrawn|pulled|rescinded|retracted|cancelled|canceled)
- {I} [{MUST}] [hereby] (revoke|withdraw|retract|take back|rescind|withhold|am withholding|am withdrawing|am revoking) {A} [for|from] [{OBJ}]
- (withholding|withdrawing|revoking) {A} [for|from] [{OBJ}]
- {I} {CANNOT} (let|have|see|get behind|stand behind|vouch for|justify|condone|recommend|entertain) {OBJ} [through|go|go out|go through|pass|happen|go ahead|ship|go live|happening]
- {I} (am|are) not (letting|having|going to let) {OBJ} [through|go|go out|go through|pass|happen|go ahead|ship|go live]
- {I} (would|am going to|will) not be {GERUND} [{THATONE}|this one|that one]
- (no|not|stop|refrain from|please refrain from|please stop|let's avoid|avoid) {GERUND} [{THATONE}|this one]
- (i would|i'd|we'd|we would|would) (rather|prefer|much rather|prefer it if|prefer that|prefer if) ([it if|that|if] (we|you|they|this|it|{OBJ}) (did not|didn't|do not|were not|was not|not)|not|not to) [do] [{OBJ}|{ACT}|released|tagged|shipped|deployed|run|happen]
- let's not|let us not|let's please not|let's (skip|drop|scrap|bin|leave|cancel|abort|abandon|forget|kill|ditch) ({OBJ}|this one)|let's (pass|abort|cancel)|let's call (it|this) off
- [please|just|kindly] (stand down|back off|back out|keep off|hands off [{OBJ}]|keep (your|the) hands off [{OBJ}]|stay away from {OBJ}|leave ({OBJ}|it) (be|alone|out|as is|untouched|where it is|as it was)|let it be|skip ({OBJ}|this one)|abandon ({OBJ})|shelve ({OBJ})|refrain|desist|cease|undo {OBJ}|revert {OBJ}|stop {OBJ}|block {OBJ}|keep (it|this|{OBJ}) (shelved|closed|blocked|off)|disregard (the request|this request|my approval)|pull out|scrub {OBJ}|axe {OBJ}|trash {OBJ}|dump {OBJ}) [please]
- (blocked|blocking|vetoing|shelved|abandoned|scrapped|binned|pulled|nixed|cancelled|canceled|aborted|withheld|disallowed|prohibited|forbidden|disapproved|dismissed|turned down|voted down|shot down|thrown out) [{SIDE}]
- nuh-uh|nuh uh|uh-uh|uh uh|nah mate|nope nope|nah thanks|nope sorry|nah sorry|no sorry|nope thanks|not today thanks|no ma'am|no way no how|nothing doing|no ta|not for me|not from me|i pass|i'll pass|i will pass|hard pass|pass on {OBJ}|a pass from me|no good|no bueno|not going there|not in favour|not in favor|i am not in favo<,u>r|i beg to differ|no i do not|no you may not|you may not|no you cannot|you cannot|no do not|it is a no go|this does not fly
- (this|it|that|{OBJ}) does not (look (right|good|ok|okay|correct)|work for me|fly|pass|have {A}|get {A}|meet (our|the) (standards|bar|requirements|criteria)|belong [here|in {OBJ}]|match {THING})
! [{ASK}] (let|leave) (it|this|that|{OBJ}) (wait|sit|rest|for (now|later|tomorrow|monday|next week))
! (postponed|delayed|deferred|paused|suspended|parked|rescheduled|moved|frozen|on ice|put on ice|code freeze|change freeze|still frozen)
! [{ASK}] (keep|put|leave|place) (it|this|that|{OBJ}) (on hold|paused|parked|on ice|pending|waiting|on pause|back)
! [{ASK}] (bear with me|check back later|check back tomorrow|try again (later|tomorrow|next week)|come back (later|tomorrow|next week)|ask (me )?again (later|tomorrow|next week)|reschedule|push (it|this|that) (back|out (until|till|by (a|one|another)|a|another|one|to (monday|tuesday|wednesday|thursday|friday|tomorrow|next|later|the next)))|move (it|this) to (monday|tuesday|wednesday|thursday|friday|tomorrow|next week))
EXCUSE = in a meeting|in meetings|in back to back meetings|in back-to-back meetings|in a workshop|at lunch|on a call|on the phone|on calls|on the train|on a train|on a plane|on a flight|on the road|on the bus|travelling|traveling|commuting|away from my desk|away from my keyboard|afk|offline|out|out and about|busy|swamped|tied up|asleep|driving|at the doctor's|in transit
= [sorry|sorry all|sorry i|apologies|apologies i|my apologies|my bad] (was|am|have been|i was|i have been|i am) [just|still|all day] {EXCUSE} [all day|all morning|all afternoon|until now|just now|earlier]
= (sorry|apologies|my apologies|so sorry|very sorry|many apologies) [all|team] [for|about|to] [the|my|this|that|being|having] [very|slight|slow|late|long|short|brief|a bit] (delay|late reply|late response|wait|reply|response|answer|late answer|delayed reply|delayed response|delayed answer|slow reply|slow response|typos|brevity|replying late|answering late|late|late to this|silence|hold-up|kept you waiting|keep you waiting|keeping you waiting) [here|on this|in replying|in responding|in getting back to you]
= (excuse|pardon|forgive) (the|my) (delay|brevity|typos|late reply|slow reply|late response)
= [i|have|i have] [only|just|only just] (saw|seen|noticed|read|got to|got round to) this [now|just now|one]|just got back|just back [at my desk]|back at my desk|back now
= [typing|typed|sent|writing|replying|answering|written|sending] (from|on) [my|the|a] (phone|mobile|tablet|train|road|ipad|iphone|cell|watch|go)|on the go|in a hurry|in haste|in a rush|quick reply|quick answer|short and sweet|short answer|on the train so short|on my phone so short|from my phone so short|from my phone
= (congrats|congratulations|kudos|hats off|well done|props|great work|good work|nice work|great job|good job|nice job|bravo|thanks|thank you|many thanks|nicely done) [and thanks] (to (the|your|the whole) team|to (all|everyone|everybody)|all|everyone|team|everybody|folks|guys|both|all around|again) [on|for|with] [the|this] [release|launch|work|version|great work|hard work|effort|efforts|good work|milestone]
= (congrats|congratulations|kudos) [on (the|this) (release|launch|work|milestone|version)]
= thanks for (all the|the|your|all your) [great|hard|good] (work|effort|efforts|prep|preparation|diligence|write-up|summary|patience|detail|description|thoroughness) [on (this|this release|this one|the release|it)]
= (yours faithfully|respectfully|respectfully yours|with thanks|with many thanks|thanks and kind regards|thanks and best regards|thanks and regards|many thanks and best regards|kindest regards|warmest regards|very best|very best wishes|with best wishes|warmly|cordially|ta|enjoy (the|your) (day|weekend|evening|rest of your day)|have a good rest of your day|fingers crossed|here we go|great to see this|great to see|looking forward to (it|this|this one|the release|seeing it live)|cannot wait|no rush|take your time|all yours|over to you|the floor is yours|keep it up|proud of you all|proud of this team|you rock|you guys rock|happy (releasing|shipping|tagging|deploying)|good luck with (it|this|the release|the launch|the rollout)|hope all is well|hope all goes well|hope it goes well|may it go well|i hope you are well|i hope this finds you well|hope this finds you well|thank you for reaching out|thank you for your request|thanks for your request|thank you for asking|thank you for the notice)
= (dear|hi|hello|hey|good morning|good afternoon|good evening|morning|afternoon|evening|greetings|howdy|hiya|good day) [all|everyone|team|sir|madam|sir or madam|sirs|colleague|colleagues|mates|mate|people|ladies and gentlemen|bot|folks|releasers|release team]
+ {I} (am|are) [{ADV}|very|perfectly|quite] {HAPPY} to sign {OBJ} off|sign {OBJ} off|signing {OBJ} off|{I} sign {OBJ} off
+ this one (is approved|is good to go|gets my approval|has my approval)|consider {OBJ} (approved|signed off|cleared)
= (team|folks|guys|everybody)|consider it done
? [{NAMED}|{V}] (is|looks|are|look) [all] ({GOOD}|the right (one|commit|tag|version)|the correct (one|commit|tag|version)|what we want|as planned|as agreed) [to me|for me]
? (that|this|it) is the (right|correct) (one|commit|tag|version|release)
? [{I}] [have] (was|were|have been|had been) (expecting|waiting for) (this|it|this one|that)|(this|it|that) (was|is|has been) (planned|scheduled|expected|agreed|discussed|announced|coordinated)|{I} (planned|expected|scheduled|requested|discussed|agreed|know about|am aware of|are aware of|knew about) (this|it|that|this one)
+ [yes] [{I}] [{ADV}] (approve|accept|authori<s,z>e|consent to|agree to|am ok with|am fine with|sign off on) (tagging|pushing|creating|releasing|deploying|publishing|merging|cutting) [{OBJ}|{NAMED}|the commit {V}]
+ {I} [can|hereby|do] (confirm|confirm that) (this|it|that|{OBJ}|{NAMED}) is approved [{SIDE}]
BOT = \ue001|the bot|the deploy bot|the release bot
CROWD = [our|the|all|all our|all the|some of our|many of our|several] (customers|clients|users|partners|testers)|the customer|everyone|everybody|people|the support team|sales|half the company
FIX = this|it|that|this one|that one|(this|the|that|our) (fix|hotfix|bugfix|patch|release|version|feature|update|change)
CREW = qa|the qa team|the qa folks|ops|the ops team|the team|the whole team|the developers|the devs|the customer|support|product|the product team|engineering|everyone involved|everybody involved
+ [then|so] ([{BOT}] can go|(it|this|that|this one|{OBJ}) can go (out|ahead|live|through)) [out|ahead|live|now|through|out now|live now] [{SIDE}]
+ [please|just|then|so] let (it|this|that|this one|{OBJ}) (through|go out|fly|out|run|ship|go through|go live|go ahead|happen) [now]
+ [please] (consider|take|treat|count|accept|regard|read) (this|that|it|this mail|this reply|this message|this email) [as] (my|an|our) [formal|official|full|written] (approval|go-ahead|green light|sign-off|ok|okay|consent|permission|authori<s,z>ation) (of|for|to|on) {OBJ}
+ {BOT} (can|may|is (ok|okay|good|clear|cleared|free|allowed|permitted|authori<s,z>ed|approved) to|has (my|our|full) {GIFT} to|has permission to|is welcome to) [now|please] {ACT}
+ {BOT} has (my|our) [full] {GIFT} [for {OBJ}]
+ [please|just] (let|have) {BOT} {ACT}
+ [please|just] tell {BOT} (yes|to {ACT}|it can {ACT}|i said yes|go)
+ [it is|that is|this is] [a] (go|full go|clear go|firm go) {SIDE}|go {SIDE}
+ [very|quite|more than] (happily|gladly|wholeheartedly|fully|formally|hereby|readily) {GRANTED} [{SIDE}]
+ [let's|let us|please|just|now] (get|have) ({OBJ}|this one) (shipped|out|released|tagged|done|live) [now|today|right away]
+ (release|launch|publish) (it|this|{OBJ}) [now|please]|ship it already|ship the thing|ship this thing|get it out there|get this out there|send it on its way|off you go then
+ (request|application|release|change|approval request|your request) [is|has been|hereby|is hereby] (approved|granted|accepted|signed off)
+ decision [is] (approved|positive|to approve|go|yes)
+ {I} (stand|am standing) behind {OBJ} (go ahead|approved)|you have my word go ahead|permission to proceed|permission to {ACT}
+ [yes] you [certainly|absolutely] (may|can) create the tag [for|on] [{V}]
? {CROWD} (is|are|has been|have been|was|were) [already|all|still|eagerly|desperately|also] waiting [(for|on) {FIX}] [for (days|weeks|ages|months|a week|a while|a long time)] [already|now]
? (this|that|it) is [exactly|just] the (fix|one|release|version|patch|hotfix|update|change) [that] [{I}|{CROWD}] (have been|has been|were|was|are|is) waiting for
? {CROWD} (needs|need|wants|want|asked for|have asked for|have been asking for|has been asking for) {FIX} [badly|urgently|too]
? [{I}] [have|just|already|have just|have already] (spoke|spoken|talked|synced|chatted|checked|aligned|agreed it|agreed this|discussed it|discussed this|cleared it|cleared this|gone over it|went over it) with {CREW} [about (it|this)] [just now|earlier|today|this morning|yesterday]
? {CREW} (is|are) [all] (done|happy|green|finished|through|fine with it|ok with it|on board|satisfied|good with it|happy with it)
? {CREW} (has|have|just|already) [just|already] (signed off|signed it off|tested it|tested this|checked it|finished testing|confirmed|given the all clear|given their ok|given its ok)
? (qa|the qa) (signed off|passed|is green|is done|all green|done|gave the all clear|gave its ok)
? [we|i] (discussed|talked about|went over|went through|covered) (this|it) (on the phone|in the meeting|in the standup|in standup|in the call|on the call|on slack|yesterday|earlier|this morning|just now)
? [it is|they are|we are|everything is|tests are|pipeline is] (all green|green|green across the board)|the sooner the better|good timing|great timing|perfect timing|now is a good time|nothing (to add|more to add|else to add|further to add|further|left to do) [{SIDE}]|everything is in place|everything is in order|everything is ready|all is ready|we are ready|all boxes ticked|all the boxes are ticked
? [the] (changelog|diff|release notes|notes|ticket|docs|code|description|plan|test report|rollback plan|staging|metrics) [is|are|was|were|has been|have been] [all|been] (read|reviewed|checked|updated|complete|clean|tidy|clear|fine|good|in order|in place|ready|green)
= thanks for (chasing|chasing this|chasing me|the ping|the nudge|the chaser|the quick work|the fast work|the quick fix|the fast fix|the fix|the fast turnaround|being careful|being so careful|your vigilance|following up|following up on this|pushing this|getting this ready|getting it ready|organising this|keeping an eye on it|keeping an eye on this|the hard work|your hard work|your quick work|sorting this|sorting this out|the effort|your effort|the question|the request|your request|pinging me|bearing with me|all of this|all this|driving this)
= (greetings|best|regards|cheers|hello|love|best wishes|best regards|kind regards|warm regards|warm greetings|sunny greetings|many greetings|all the best) from ([sunny|rainy|cold|snowy|beautiful|warm] {PLACE}|the beach|my holiday|holiday|vacation|the train|the road|home|the office|the airport)
= (have a|enjoy a|enjoy the|enjoy your|happy|nice) [good|great|nice|lovely|wonderful|pleasant] (weekend|day|evening|week|afternoon|friday) [all|everyone|team|folks|everybody|guys]
= [sent|written|typed] (from|via|with) [my] (iphone|ipad|phone|mobile|mobile phone|mobile device|android|android phone|galaxy|tablet|smartphone|samsung|pixel|outlook for ios|outlook for android|blackberry)
= (dear|hi|hello|good morning|good afternoon) (colleagues|team|all|everyone|release team|ops|friends)|(nice|great|good|excellent|fantastic|amazing|super|brilliant) (work|job|stuff|effort) [on this|on it|there|here|indeed|team|everyone|all]
- {I} {CANNOT} (sign|let) {OBJ} off|{I} {CANNOT} (sign (this|that|it|this one) off|put my name to {OBJ}|put my name under {OBJ}|let {OBJ} out|have my name on {OBJ})
- [{I}] [am] [afraid|sorry] [but] [{I}] (have to|must|will have to|am going to have to) (say no|decline|refuse|pass|turn {OBJ} down|turn this down|turn that down|turn it down|reject {OBJ}|veto {OBJ}) [to] [{OBJ}]
- (must|have to) (decline|say no|refuse|reject {OBJ}|pass) [sorry]
- [i am] afraid {I} {CANNOT} [possibly] {YESWORD} [{THATONE}|that]
- [thanks|thank you] [for (asking|checking|the request|your request|the work)] but (no|no thanks|no thank you|it is a no|i have to decline|not this time)
- [this|it|that|this one|this version|{OBJ}] (is not|will not be|cannot be|must not be) (going out|shipping|released|going live|tagged|leaving the house|deployed)
- [please] (drop|scrap|bin|discard) (this|it|that|this one|{OBJ})|pulling the plug|i put my foot down|veto {SIDE}
- {BOT} (must|may|should|can|shall) not (do (it|this|that)|{ACT})|do not let {BOT} {ACT}|[please] do not let (it|this|that|this one|{OBJ}) (through|out|go out|go live|go through|ship)
~ [{I}|{I} have] [just|quickly] (looked|read|checked|went|gone|been) (it|this|them|everything|the changes|the diff) (over|through) [quickly|carefully|twice]
~ [{I}|{I} have] [just|quickly] (been|gone|looked|read|went) through (the|all|your|these) (changes|diff|notes|changelog|release notes|details|request)
~ [and] [{I} am|{I} are|we are] [very|quite|perfectly|all|completely] (happy|fine|ok|okay|good|comfortable|satisfied) with (them|those|these|everything|all of (it|them|this)|the (changes|diff|result|plan|notes|outcome))
~ (all|everything) (good|fine|ok|okay|clear) (here|over here|this end|at my end|at our end)
~ nothing (from|on) (my|our) (side|end)|nothing from (me|us)
< when you like|whenever you (like|want)
= [i am|i'm] [just|only just] back from (lunch|a meeting|meetings|holiday|holidays|vacation|leave|a break|a trip|a call|the weekend)
+ (hell|heck) (yeah|yes)|let (it|her) (rip|fly)|let's goo|let's gooo|let's goooo|lock it in|get cracking|(clear|cleared) for (launch|take off|takeoff)|yessir|you bet
= (dear|hello|good morning|good afternoon) (sir or madam|sir/madam|sir|madam|sirs|recipient|requester|approver|colleague|colleagues|release team|ops team|operations|platform team|support|support team)|to whom it may concern|yours faithfully|faithfully yours|respectfully|respectfully yours|with best wishes
"""
