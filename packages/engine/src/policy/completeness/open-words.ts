/** Frequent English words of the open classes, by the class that each most often has in talk. */
export const openWords = {
  adjective: `new old big small little large huge tiny long short tall high low young early late fast slow quick easy hard
    difficult simple hot cold warm cool dry wet clean dirty empty full heavy light dark bright cheap expensive free
    rich poor strong weak healthy sick tired hungry thirsty happy sad angry glad afraid scared worried nervous excited
    bored busy sorry sure certain possible impossible important serious strange weird funny nice lovely beautiful ugly
    pretty delicious terrible horrible awful amazing great wonderful special different similar same single whole
    entire main major minor local national international public private personal medical social political legal
    financial economic general common normal regular usual recent current final original real true false wrong correct
    careful dangerous safe quiet loud soft smooth rough sharp flat round square deep wide narrow thick thin red blue
    green yellow black white brown orange purple pink gray grey dead alive asleep awake alone married divorced
    pregnant open closed broken available comfortable convenient familiar popular famous favorite perfect terrific
    fantastic stupid smart crazy lazy polite rude friendly kind mean honest fair proud jealous lucky professional
    electric digital automatic american british mexican chinese french german italian japanese spanish federal monthly
    weekly daily annual separate extra additional total average`,
  noun: `account accounts address adult air airport animal answer apartment area arm army art aunt baby back bag ball band
    bank bar baseball basketball bathroom battery beach bed bedroom bedrooms beer bike bill bills bird birthday bit
    blood boat body book books boss bottle box boy boys bread breakfast bridge brother building bus business butter
    cake camera camp car card cards carpenter case cash cat cats cause center chair chance change charge check chicken
    child children church cigarettes city class clothes club coast coat code coffee college color company computer
    computers condition congress contract cost couch country county couple course court cousin credit crime customer
    dad damage dance date daughter deal death debt degree dentist department desk dinner disease district doctor
    doctors dog dogs door drink driver drugs ear education effort egg eggs election email emergency engine england
    english environment event evidence example exercise experience eye eyes face fact family farm father feet field
    fight film finger fire fish flight floor florida flower flowers fly food foot football form friend friends front
    fruit furniture future game games garage garden gas gift girl girls glass glasses goal golf government grade
    grandmother grass ground group gun guns guy guys hair half hand hands head health heart heat help highway history
    hobby hole holiday home homework horse hospital hotel house houses husband ice idea information insurance interest
    internet interview island issue job jobs judge juice jury key keys kid kids kitchen knee lady lake land language
    law lawn lawyer leg letter letters level library license life line list living luck lunch machine magazine mail
    mall man manager map market math meal meat medicine meeting member men message middle mile milk mind mistake mom
    moment money mother mountain mountains mouth movie movies museum music name neighbor neighborhood neighbors
    network news newspaper night nose note number nurse office oil order package page pain paint paper parent parents
    park part partner party pass password past patient payment pen people person phone photo piano picture pictures
    piece pizza place plane planet plant plate player pocket point police policy pool population position power
    present president price prices printer prison problem problems process product program project property question
    questions radio rain rate reason receipt recipe record refund relationship rent report reservation rest restaurant
    restaurants result rice ring river road room rooms rule rules salad salary sale salt sandwich savings school
    schools science sea season seat seats section security sense service set shape shirt shoe shoes shop shopping show
    side sign sister site situation size skin sleep smoke snow soccer society soda software son song soup space sport
    sports spot spring staff stage stairs star start state states station statement step steps stomach stone store
    story street student students stuff subject sugar suit summer sun supper surgery sweater swimming system table
    talk tax taxes teacher teachers team teeth television temperature tennis test texas theater thing things ticket
    tickets tomatoes tooth top town toy track trade traffic train training tree trees trial trip trouble truck tv type
    uncle university vacation value van vegetables view visit voice vote wall walls war warranty washer watch water
    way weather website wedding weight wife wind window windows wine winter woman women wood word words work worker
    world yard year york zoo appointment branch checkbook balance transfer amount alarm directions championship`,
  /** Verbs that want nothing behind them. */
  intransitive: `come comes came arrive arrived happen happens happened begin begins began sleep slept laugh cry smile agree
    disagree matter matters exist exists appear depends died die fall fell rise rose stop stopped finished help helps
    helped work works worked swim dance sing sang wait listen breathe`,
  verb: `go goes went gone stay stays stayed live lives lived walk run runs ran drive drives drove ride rode fly sit sits
    sat stand stood eat eats ate drink drank cook play plays played talk talks talked speak speaks spoke waits start
    starts started stops end ends finish win wins won move moved travel travels grow grew return returned appears
    depend belong belongs change changes read reads write writes wrote study studied learn learned teach teaches
    taught draw watch watches watched try park pass wear wears wore carry hold break breaks broke cut hit hurt hurts
    push pull throw threw catch caught open close sell sells sold cost costs build builds built fix clean wash paint
    plant drop save spend share follow lead join visit enjoy enjoys enjoyed prefer choose chose offer offers cover
    covers turn turns sign print type click press charge cause affect produce provide provides support require
    requires expect expects allow allows force raise raised steal stole quit retire retired vote`,
} as const satisfies Readonly<Record<string, string>>;
