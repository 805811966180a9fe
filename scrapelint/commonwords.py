"""The words that tell what language a text is in: the commonest that each has."""

WORDS = {
    "de": (
        "der die das und ist nicht mit dem den ein eine einen einer eines auf für von zu im sich "
        "des auch als es wird bei nach wie aus werden sind hat oder über noch war haben wurde "
        "durch aber wenn nur ich wir sie er zum zur kann unter"
    ),
    "en": (
        "the and of to is that for was with as are this by from be have has at not which or were "
        "but had they his her their been would will can more when who what there into about than "
        "its you we she he it an if so all one"
    ),
    "es": (
        "de la a el los las del que y en un una por con para es su se lo al como más pero sus fue "
        "ha este entre cuando muy sin sobre también hasta hay donde quien desde todo nos durante "
        "ya está son era esta según años"
    ),
    "fr": (
        "de la à le les des du et est une un dans que qui pour pas sur au par plus avec ce cette "
        "sont ne se il elle nous vous ils aux mais ou son ses leur été ont être fait comme tout "
        "aussi sans après avait était entre même on en où lui"
    ),
    "it": (
        "la a e il di che è per un una del della con non sono dei nel alla più da si gli le anche "
        "al ha come dal delle ma nella ai questo lo se stato suo sua essere alle dalla degli "
        "hanno era tra ed quello questa cui loro sul"
    ),
    "nl": (
        "de het een en van is dat op te zijn voor met niet aan er om ook als door bij maar uit "
        "hij naar heeft nog werd wordt ze dan was worden deze over kan hun tot die zich meer veel "
        "geen zij moet al of wel had"
    ),
    "pt": (
        "de a o os as do da dos das que e em um uma para com não por mais no na nos nas ao é foi "
        "se ou sua seu como mas pelo pela ele ela são também tem até já sobre entre quando muito "
        "isso está ser depois segundo à às"
    ),
}
