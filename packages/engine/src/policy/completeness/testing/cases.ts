/**
 * Everyday English that the model was not trained on, written for these tests: whole turns, and turns that were stopped where
 * the speaker would go on. One on a line.
 */
function lines(text: string): readonly string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

export const wholeTurns = lines(`
  what's your name
  where are you from
  how old is your sister
  did you finish your homework
  could you open the window please
  can you tell me when the next train leaves
  do you sell batteries
  is the pool open on mondays
  why did they close the restaurant
  who is coming to dinner
  which one do you like better
  when does your class begin
  would you like some coffee
  have you seen my keys anywhere
  are there any seats left
  who are you waiting for
  what are you looking at
  i live in a small town near the coast
  we bought a new couch last weekend
  she works at the post office
  my father was a carpenter
  i'd like to make a reservation for friday night
  i need a refund for these shoes
  i want to talk to a real person
  my package never arrived
  the printer is out of paper
  my phone won't charge
  i forgot my password
  someone stole my bike
  the baby is asleep
  it's raining again
  they won the championship
  he broke his arm
  that was delicious
  i've never heard of it
  i can't find my glasses
  i don't eat meat
  we haven't decided yet
  i don't think so
  i think so
  yes i do
  no i can't
  yes it is
  sure why not
  okay that sounds fine
  yeah that's right
  no not yet
  no problem at all
  of course you can
  i'm fine thank you
  pretty good how about you
  not too bad
  it was a mistake
  let's go home
  turn the volume down
  play some jazz
  set an alarm for six thirty
  call my mom
  add eggs to the shopping list
  cancel my order please
  give me directions to the museum
  read me the news
  translate this into french
  the green one please
  a glass of water
  next wednesday at noon
  in the morning
  at five o'clock
  about twenty minutes
  three hundred dollars
  forty two
  my checking account
  on the kitchen table
  the one on the left
  both of them
  none of the above
  thanks a lot
  thank you for your time
  that's everything thanks
  that will be all
  have a great evening
  see you next week
  goodbye
  i appreciate your help
  my number is two one two five five five zero one nine eight
  the zip code is nine zero two one zero
  yeah and then he sold the whole thing and moved to florida
  well you know it's hard to say but i think it was worth it
  i used to smoke but i quit about ten years ago
  uh my name is susan parker and i'd like to return a sweater
  hi this is kevin i'm calling about the apartment
`);

export const stoppedTurns = lines(`
  what's your
  where are you going to
  how do you
  did you know that
  could you please open the
  can you tell me when the
  do you have any
  is there a
  why did they
  which one of the
  when does your
  would you like to
  have you ever been to the
  are there any other
  i live in a
  we bought a new
  she works at the
  my father was a very
  i'd like to make a
  i need a refund for
  i want to talk to
  i need to know if
  my package was supposed to
  the printer keeps saying that
  whenever i try to
  i forgot my
  the problem is that
  he said that he would
  they want us to
  i've never really
  i can't find the
  i don't think that
  we haven't
  she's one of the most
  it's because of
  i was going to
  if you want me to
  unless they
  after we
  because my
  and then
  but i
  so basically
  or maybe
  um
  uh well
  well um
  you know
  i mean
  let me think
  hold on
  just a second
  let's see um
  okay so
  yeah but
  no because
  yes i would like
  yes and i also
  not only that but
  turn the
  play the
  set an alarm for
  remind me to
  call my
  add some
  give me directions to the
  send a message to
  translate this into
  the green
  a glass of
  next wednesday at
  in the
  at five or
  about twenty or
  between three and
  three hundred and
  my checking account and
  it's on the
  the one with the
  both of my
  my number is two one two
  my number is two one two five five five
  the zip code is nine zero
  the last four digits are six one
  my card number is four one one one two two two two
  my account number is eight eight
  my address is seven fifteen
  my name is
  hi my name is
  hey um
  hi
  good morning
  this is
  yeah and then he sold the whole thing and
  well you know it's hard to say but
  i used to smoke but i
  uh my name is susan parker and
  hi this is kevin i'm calling about the
  i'm looking for a place that
  we were thinking about maybe
  what i wanted to ask is
  the reason i'm calling is
  there's this guy who
  i wonder whether
  do you know what the
  i'd rather have the
  he gave me his
  they're going to be very
  it depends on how
  i have to
  i wou-
`);
