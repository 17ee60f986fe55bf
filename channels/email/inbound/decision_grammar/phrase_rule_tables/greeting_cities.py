"""Cities that a greeting may come from, in the spellings of several languages: "Grüße aus Hamburg". A closed list."""

PLACES = (
    "aachen|amsterdam|antwerpen|anvers|antwerp|arnhem|athen|athens|atenas|barcelona|bari|basel|bâle|berlin|berlino|berlim|berlín|bern|bilbao|bogotá|bologna|bolonia|bonn|bordeaux|"
    "boston|braga|brasília|bremen|brno|brügge|brussels|brüssel|bruxelles|bruselas|brussel|bucharest|budapest|buenos aires|cádiz|cali|caracas|cartagena|catania|chicago|coimbra|cologne|"
    "copenhagen|córdoba|cracow|curitiba|delft|den haag|den bosch|dortmund|dresden|dublin|dublino|dublín|düsseldorf|edinburgh|eindhoven|essen|faro|firenze|florence|florencia|florianópolis|"
    "fortaleza|frankfurt|freiburg|gdańsk|geneva|genève|genf|genova|gent|ghent|göteborg|gothenburg|granada|graz|grenoble|groningen|guadalajara|haarlem|hamburg|hannover|helsinki|helsingfors|"
    "innsbruck|istanbul|jena|karlsruhe|kiel|köln|kopenhagen|köpenhamn|kraków|la paz|lausanne|leeds|leiden|leipzig|leuven|liège|lille|lima|lisboa|lisbon|lissabon|lisbonne|linz|linköping|"
    "london|londen|londres|londra|lublin|lugano|lund|luzern|lyon|madrid|mainz|málaga|malmö|manchester|mannheim|marseille|medellín|melbourne|méxico|ciudad de méxico|milano|milan|milán|"
    "mailand|montevideo|montpellier|montreal|montréal|münchen|munich|münster|nantes|napoli|naples|neapel|new york|norrköping|nürnberg|oslo|oxford|padova|palermo|paris|parigi|parís|perugia|"
    "pisa|porto|porto alegre|potsdam|poznań|prag|prague|praga|quito|recife|rennes|riga|rio|rio de janeiro|rom|roma|rome|rosario|rotterdam|salamanca|salvador|salzburg|san francisco|santiago|"
    "são paulo|seattle|sevilla|sevilha|singapore|sofia|stockholm|strasbourg|straßburg|stuttgart|sydney|tallinn|tampere|tel aviv|tokio|tokyo|tóquio|torino|toronto|toulouse|trieste|turin|"
    "turku|uppsala|utrecht|valencia|västerås|venezia|venice|verona|vienna|vienne|viena|vilnius|warsaw|warschau|varsovie|warszawa|washington|wien|wenen|wrocław|zagreb|zaragoza|zürich|zurich|örebro"
).replace("ß", "ss")
