"""English words of a plain approval by their classes, as `plain_lexicon` reads them."""

ENGLISH_PLAIN = """
y yes|yep|yup|yeah|yea|yess|yesss|ya|aye|sure|sure thing|of course|absolutely|definitely|certainly|affirmative|by all means|naturally|gladly|indeed|for sure
c go ahead [with (it|this|that)]|go right ahead|go for it|go on then|proceed|proceed with (it|this|that)|carry on|crack on|do it|do so|do that|make it so|make it happen|get it done|run it|fire away|full steam ahead|off you go|out it goes|out with it|let us go|let's go|let's do (it|this|that)|let's roll|let it roll|let it go out|let it go live|get it out|get it out there|get that out|get this out|let's get (it|that|this) out|get it live|make it live|send it through|push it through|knock yourself out|be my guest|have at it
c (i|we) [do|fully|gladly|happily|hereby|formally|expressly|explicitly|also|therefore|thus|so] (approve|consent to|authorise|authorize|green light|sign off on|sign off|endorse|greenlight)|approving|i am approving|happy to approve|glad to approve|pleased to approve|i am (happy|glad|pleased) to approve|(i|we) confirm (my|our|the) approval|i say yes|that is a yes|it is a yes|so that is a yes|a yes from me|i am all for (it|this)|i am in favour|i am fully in favour
c you (have|have got|got) (my|our|the|a) [full|clear|formal] (ok|okay|approval|consent|permission|blessing|go ahead|go|green light|all clear|authorisation|authorization|clearance|sign off|yes|agreement)
c [my] (approval|permission|consent|sign off|authorisation|authorization|clearance|green light|go ahead) [is|hereby|has been] (granted|given)|permission (granted|given)|consider (it|this) [formally|as] (approved|my approval|my formal approval|my sign off)|please consider this (approved|my [formal|official] approval)|you are (clear|cleared) [to go]|clear to go|cleared to go|good to go|happy with (that|this|it) deploy|(i am|) happy for (this|it|that|them) to (go|go ahead|go out|go live)|count me in|i am happy to go ahead|i have no objection to (this|it)
d approved|authorised|authorized|signed off|okayed|ok'd|greenlit|green lit|accepted
h ok|okay|approval|green light|go ahead|all clear|sign off|permission|go|thumbs up|+1|👍|my ok|authorisation|authorization|consent|blessing
H happy|fine|good|cleared|clear|agreed|ok|okay|yes
p feel free|please feel free|you are (free|welcome|clear|cleared)|is (free|clear|cleared|good|ok|okay|fine|ready)|are (free|clear|cleared|good|ok|okay|fine|ready)|happy for you|(it is|that is|) (ok|okay|fine|clear|safe) for you|i authorise you|i authorize you|i want you|you have my (ok|okay|permission|approval|blessing|consent)|no (objections|objection|problem) from (me|my side)
v go out|go live|go ahead|go in|proceed|be done|be executed|be carried out|be processed|take place|continue|move ahead|go to prod|go to production|go into production|go up
x execute|carry out|process|perform|run|complete|implement|action|go live|proceed with|go ahead with|move ahead with|continue with|carry on with|go forward with|put through|push through|sort|arrange|handle|kick off|start
x:release,merge deploy|release|ship|roll out|roll it out|push|push live|push out|launch|publish|promote|put live|put it live|put this live|put out|take live|deploy away|ship away|send it|ship it|get it live|put it (in|into|on) (prod|production)|get it (in|into|to|on) (prod|production)|put (in|into|on) production|get out|go live|let it out|bring live|bring it live|upload
x:restart restart|reboot|bounce
x:restart,scale,migrate,backup,rollback run|start|launch|begin|kick off|trigger
x:send,publish send|send out|send it out|send it off|mail|mail out|post|schedule|schedule it|get out|publish|dispatch|put out|release|fire it off|send away|let it out|hit send
x:grant,invite,create,update,account give|grant|set up|set (it|this|that) up|(switch|turn) (it|this|that) on|add|switch on|enable|activate|assign|let in|let him in|let her in|let them in|open|open up|unlock|provision|turn on|hook up|sort out
x:create,account create
x:order pay|pay out|transfer|send|settle|refund|reimburse|wire|release|issue|book|order|buy|place|give back|return|credit|raise|process
x:delete delete|drop|wipe|purge|clean up|erase
x:delete,revoke remove
x:cancel cancel
x:revoke revoke|suspend|lock|withdraw
x:revoke,close disable|deactivate|terminate|shut down
x:close,cancel close
x:update,rotate,migrate,scale,rollback update|change|apply|upgrade|set|adjust|swap
x:migrate,update switch|migrate|move
x:rotate,update rotate|renew
x:rollback roll back|revert
x:scale,update increase|raise
x:sign sign|countersign
x:book book|reserve
x:order order
N:release,merge release|deployment|deploy|rollout|roll out|launch|production|prod|go live|production rollout|production release|production deployment|build|version
N:merge merge
N:send newsletter|mailing|mailout|email|mail|message|blast
N:send,publish send out|campaign|sending|publication|distribution|issue
N:publish post
N:grant,invite,create,account access|permission|permissions|setup
N:create,account account
N:grant role|rights
N:invite invitation
N:pay,refund,credit,invoice,order payment|transfer|payout
N:refund refund|reimbursement
N:pay,invoice invoice
N:order,pay purchase|order|expense|spend
N:credit,refund credit
N:restart restart|reboot
N:migrate migration
N:rollback rollback
N:scale scaling
N:migrate,restart upgrade|maintenance
N:backup backup
N:backup,rollback restore
N:delete deletion|cleanup|clean up
N:delete,revoke removal
N:cancel cancellation
N:revoke revocation
N:close,cancel closure
N:update,rotate change|update|renewal|adjustment
N:rotate rotation
N:sign contract|signature
N:book booking|reservation
o it|this|that|them|these|those|you|there|one|request|action|step|operation|above|below|in|on|with|at|into|onto|call|proposal|application
v:grant,invite,create,account have (it|this|that|access|the access)
3 he|she|they|you|we|somebody|someone
a the|a|an|your|this|that|these|new|whole|full|above|requested|proposed|described|planned|final|formal|official|mentioned
t to|for|with|on|of
r from|of
i i [can|hereby|herewith] confirm that|from (my|our) (side|end|part)|from me|from us|for me|for us|by me|with me|on (my|our) (side|part|end)|by us|hereby|herewith|then|now|right now|right away|straight away|immediately|at once|asap|as soon as possible|as soon as you can|today|already today|just|simply|also|too|as (planned|described|proposed|requested|suggested|discussed|shown|it is|is|stated|specified|listed|outlined|scheduled|detailed|agreed)|exactly|precisely|fully|completely|totally|absolutely|really|very|with pleasure|happily|in full|without delay|in your mail|in the mail|in your email|in the email|in this mail|in the request|below|above|whenever you like|at your convenience|at any time|any time|quickly|safely|gladly|finally|well|right|alright|all right|great|perfect|fine|good|cool|excellent|lovely|wonderful|brilliant|super|okay|ok|alright then|as far as i am concerned|in my view|formally|officially|personally|once more|me too|so|thus|therefore|hence|accordingly|live|out|up|through|in|over|away|so much|anyway|if you would|again thanks|explicitly|without reservation|without hesitation|without any changes|without changes|with confidence|with no reservations|unreservedly|wholeheartedly|100%|100 %|from my phone|from my private phone|writing from my phone|writing from my private phone|sent from my phone|from my mobile|in short|short answer|here
k and|so|therefore|hence|plus
B but|but anyway
l please|pls|plz|kindly|pls.
J* head director manager lead leader officer chief president vp ceo cto cfo coo cio owner product engineer engineering operations marketing sales finance commerce e-commerce it hr security purchasing procurement warehouse logistics support service services customer project programme program department senior deputy assistant office general managing and of & controller accountant controlling administration administrator analyst coordinator specialist
g thank|thank you|hi|hello|hey|dear|thanks|thank you|thx|ty|many thanks|thanks a lot|thank you very much|thanks so much|cheers|ta|much appreciated|appreciated|good (morning|afternoon|evening)|great work|good work|nice work|good job|great job|nice job|well done|nicely done|lovely work|excellent work|thanks for (asking|checking|the summary|the details|the heads up|the reminder|the update|the info|the quick turnaround|preparing this|sorting this|handling this|taking care of (it|this)|doing this|your work|the work|waiting|your patience|letting me know|flagging|being careful|checking with me|checking with me first|asking first|checking first|asking me first|double checking|asking me|the clear summary|the recap|keeping me posted)|and thanks|have a (nice|good|great|lovely) (day|one|week|weekend|evening|afternoon)|enjoy your (day|weekend|evening)|have a good one|best|regards|kind regards|best regards|all the best|good luck|fingers crossed|sorry for the (delay|wait|late reply|slow reply|late answer)|sorry for (being late|replying late|taking so long)|sorry about the (delay|wait|late reply)|apologies for the delay|kudos|congrats|congratulations|hats off|keep it up|keep up the good work|tess here|lovely|beautiful|well written|you are the best|love it|i love it|i like it|nice|great|awesome|amazing|fantastic|finally|at last|about time|hooray|hurray|woohoo|yay
m* team everyone everybody guys folks customer customers client clients user users colleague colleagues supplier suppliers vendor vendors staff people shop shops stores department qa support sales marketing finance accounting legal operations ops devs developers testers engineering it hr management partners subscribers recipients readers him her them boss warehouse office crew
e green|all green|fine|good|great|perfect|right|correct|in order|clean|stable|solid|ready|complete|accurate|valid|legit|clear|happy|satisfied|excellent|spot on|as expected|as agreed|as discussed|as planned|as described|up to date|well prepared|well tested|sound|sensible|reasonable|justified|overdue|long overdue|needed|urgent|important|useful|helpful|okay|ok|harmless|safe|low risk|nothing unusual|brilliant|lovely|super|impeccable|flawless|consistent|identical|legitimate|plausible|covered|budgeted|within budget|in budget|in the budget|pleased|comfortable|confident|on board|in the loop|informed|aware|good news|great news|the right one|the same|exactly what (we|i) (wanted|asked for|ordered|discussed|agreed|talked about|need|needed|tested)|what (we|i) (tested|agreed|discussed|ordered|asked for|wanted)
e matches|match|agrees|agree|adds up|add up|checks out|check out|makes sense|looks (good|fine|great|right|correct|perfect|ok|okay|clean|solid|excellent|lovely|sharp)|look (good|fine|great|right|correct|perfect|ok|okay|clean|solid|excellent)|sounds (good|fine|right|great|reasonable|sensible)|reads (well|fine|nicely|great)|works|works (fine|well|great)|is what (we|i) (wanted|agreed|asked for|ordered|need|tested|discussed)|saves us (time|work|a lot of time|a lot of work|money)|saves (time|money)|(does|do) the job|helps (us|everyone|the team|a lot)
e no (issues|problems|problem|objections|objection|concerns|complaints|questions|changes|errors|surprises|blockers|risk|risks|doubts|comments|remarks|bugs|reason to wait|need to wait) [found|at all|here|left|open|from (me|my side|our side)|on (my|our) (side|end)]|nothing (to add|to change|wrong|unusual|suspicious|against it|stands in the way|in the way|to worry about|to object|to complain about)|(couldn't|could not) find anything wrong|cannot find anything wrong|found nothing wrong|without (any|) (issues|problems|errors|surprises)|all (good|fine|clear|set|done|correct|right|checked|well|ready|there|in order|green)|everything (is|looks|was|seems|checks out|matches) [fine|good|great|right|correct|in order|clean|green|ok|okay|there]
e (is|are|has been|have been) (waiting|chasing|asking|pushing|longing) [for (it|this|that|them)]|(is|are) (already) (waiting|complaining|asking|calling)|(is|are) [already|really] (looking forward to|keen on|eager for|excited about) (it|this)|needs (it|this|that)|need (it|this|that)|(has|have) (waited|been waiting) [long enough|for (it|this|ages|weeks|days)]|been waiting for (this|it|this one)|wants (it|this)|want (it|this)|wanted this|asked for (it|this)|requested (it|this)|(it is|that is) (about time|high time)|waiting for (it|this|the)|waiting|deserves it|deserve it
w checked|double checked|rechecked|tested|verified|reviewed|inspected|compared|looked|saw|seen|read|went|gone|spoke|spoken|talked|discussed|confirmed|validated|examined|proofread|tried|passed|ran|reconciled|counted|walked|explained|walked me through|showed|signed off|finished|completed|went (well|fine|smoothly|through)|ran (fine|clean|cleanly|smoothly|through)|passed (qa|testing|all tests|review)|had a look|took a look|gone through|gone over|read through|looked (at|over|through|into)|clicked through
f* i we why what it this that these those they he she you the a an my our your his her its their is are was were has have had been am do does very really quite also just both each every with on in at of from for to as about into over through and than here there all everything now already well much enough myself ourselves together so too twice carefully thoroughly closely briefly quickly personally which
f* api leak bug bugs numbers to there me
f* test tests testing checks check-up ci pipeline pipelines build builds version release commit tag branch diff code changes changelog notes plan plans summary report reports figures numbers number details detail data amount amounts total totals sum price prices quote offer invoice invoices order orders contract contracts account accounts statement statements bank books budget list lists recipients wording text copy subject line layout design links link images image photo photos screenshot screenshots document documents paperwork papers file files record records log logs graph graphs chart charts dashboard dashboards metrics monitoring alert alerts memory load traffic server servers service system systems environment config configuration settings backup backups database warehouse stock goods delivery parcel shipment item items product products project projects access role roles permission permissions user name names date dates time deadline period end year month quarter week day person email mail ticket tickets request requests case cases form training certificate agreement meeting call phone telephone page pages site website webshop shop app checkout cart basket payment payments refund refunds transfer feature fix fixes result results review acceptance spec specification requirements description setup side end part work job thing things way look eye eyes line lines paper screen computer desktop mobile laptop pdf preview draft proof
f* team customer customers client clients user users colleague colleagues supplier vendor everyone everybody people qa support sales marketing finance accounting legal operations ops hr management department departments shop shops developers devs testers crew company office partner partners readers subscribers guys
q yesterday|this morning|last night|last week|earlier|earlier today|today|just now|a moment ago|a minute ago|on (monday|tuesday|wednesday|thursday|friday|saturday|sunday)|twice|three times|again this morning|on the phone|by phone|over the phone|in person|on staging|in staging|on the test system|on the test environment|in the test environment|in preprod|locally|on my machine|on my phone|on mobile|on desktop|on both|in the meeting|in our meeting|in the standup|at lunch|with my own eyes|last month|for weeks|for days|for ages|since (monday|tuesday|wednesday|thursday|friday|last week|yesterday|this morning)|all week|all day|all night|line by line|side by side|end to end|top to bottom
P (i|we) (am|are|will be) (around|here|online|available|reachable|on call|at my desk|at the office|in the office|on standby|on hand|standing by|on slack|on my phone|close by|nearby|awake)|(i|we) will (stay online|stay around|stick around)|i am (in a meeting|in meetings|on the train|on a train|in the car|travelling|traveling|on the road|at the airport|boarding|on the bus|in transit|at lunch|just back from lunch|out and about|mobile)|in a meeting|in meetings|on the train|on train|just (landed|off the plane|back|out of a meeting|got out of a meeting)|(i was|was) (in a meeting|in meetings|on a train|travelling|offline|away|on a call|at lunch|out)|bad (signal|connection|reception)|busy day|crazy day|hectic day
W (i|we) will (watch|keep an eye on|keep watching|monitor|be watching|be monitoring|keep an eye)|(i|we) (am|are) (watching|monitoring|keeping an eye on)|keeping an eye on (it|things)|to watch|to monitor
T this (morning|afternoon|evening)|all (day|morning|afternoon|evening)|today|tonight|until|till|the whole (day|afternoon|evening)|for the rest of the day|if (anything|something) (comes up|happens|breaks|is wrong|goes wrong|pops up)|in case (anything|something) (comes up|happens|breaks|goes wrong)|if needed|if need be|if you need me|if you need anything|just in case|in case|in case of (problems|questions|trouble)|should (anything|something) (come up|happen)|o'clock|am|pm|six|five|seven|eight|nine|noon|midnight|the next hour|for the next (hour|few hours|hours)|anyway|lol
u the sooner the better|sooner (is better|rather than later)|better (now|today) than (later|tomorrow)|as soon as possible|asap|no time to lose|no reason to wait|no need to wait|why wait|it is urgent|this is urgent|urgent|it is (about|high) time|about time|high time|finally
C because|as|since
K is|are
M from (my|our) (side|end|part)|from me|from us|by me|on (my|our) (side|part|end)|hereby|herewith
A all|everything|all of it|it all
p you (can|may) [now] [be]|can [now] [be]|may now be|may be
! approve
! deposit|instalment|installment
w looks (good|fine|great|right|correct|perfect|clean)|look (good|fine|great|right|perfect)|what we tested|(was|were) happy|so am i|works (fine|well|great)
f staging (numbers|figures|results|tests|run)
D (i|we) [hereby|gladly|herewith] (give|grant) [you|this|it]
y hell yeah|hell yes|heck yeah|heck yes|oh yes|oh yeah|yass|yasss|yis|yaas|yessir|yes sir|yes indeed|you bet|too right|righto
c let her rip|let it rip|let it fly|let it roll|let us roll|let's roll|let's goo|let's gooo|let's goooo|lock it in|lock and load|get cracking|get rolling|get going|go 4 it|go get it|(we are|it is|this is|that is) [all|definitely] a go|(clear|cleared) for (launch|take off|takeoff|release|deployment|landing)|make it go|get it over the line|get it across the line|set it in motion|rip it|over to you to (ship|release|deploy)|by all means do
c (i|we) [hereby|formally|gladly|herewith|fully] (grant|give|confirm|provide) [you|our|my|the] (approval|authorisation|authorization|consent|permission|sign off|clearance)|(i|we) (am|are) [fully|totally|completely|all] (in favour|in favor|on board with it) [of (it|this)]|(approval|authorisation|authorization|sign off|clearance) (hereby|is hereby) (given|granted|confirmed)
c please (consider|treat|take|regard) (this|it|this mail|this email|this message) as [my|our] [formal|written|official|full] (approval|authorisation|authorization|sign off|consent|go ahead|clearance)
i you got it|bless|blessings given|roger|roger that|10 4|copy|copy that|understood|very well|splendid|smashing|top notch|spot on|grand|right then|righty|done and dusted
"""
